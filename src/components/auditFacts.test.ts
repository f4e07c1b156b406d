import { auditFacts, factText } from './auditFacts';

const texts = (details: Record<string, unknown>) => auditFacts(details).map(factText);

describe('the details of an audit entry', () => {
  it('tell each changed field of a server before and after, and that a credential was replaced', () => {
    expect(texts({ changed: { port: { from: 22, to: 2222 }, tags: { from: { role: 'web' }, to: { role: 'web', dataCenter: 'fra1' } }, notes: { from: '', to: 'rack 4' }, jump: { from: null, to: ['bastion'] } }, credential: 'replaced' })).toEqual([
      'Port: 22 → 2222',
      'Tags: role=web → role=web, dataCenter=fra1',
      'Notes: empty → rack 4',
      'Jump: none → bastion',
      'Credential: replaced',
    ]);
  });

  it('leave out what stayed the same in records that are told as a whole', () => {
    const step = { targets: [{ type: 'contact', id: 'c1' }], waitMinutes: 5 };
    expect(texts({ before: { name: 'nights', enabled: true, steps: [step] }, after: { name: 'nights', enabled: false, steps: [{ ...step, waitMinutes: 9 }, step] } })).toEqual([
      'Enabled: yes → no',
      'Steps › 1 › wait minutes: 5 → 9',
      'Steps › 2 › targets › 1 › type: contact',
      'Steps › 2 › targets › 1 › id: c1',
      'Steps › 2 › wait minutes: 5',
    ]);
    expect(texts({ before: { limits: { critical: 90 } }, after: { limits: {} } })).toEqual(['Limits › critical: 90 → removed', 'Limits: none']);
  });

  it('tell all of what was made, deleted or done', () => {
    expect(texts({ after: { name: 'app', rules: [], count: false } })).toEqual(['Name: app', 'Rules: none', 'Count: no']);
    expect(texts({ check: 'cpu', before: { warning: 70, critical: null } })).toEqual(['Warning: 70', 'Critical: none', 'Check: cpu']);
    expect(texts({ batch: 'b1', servers: ['web1', 'web2'], values: { path: '/var' } })).toEqual(['Batch: b1', 'Servers: web1, web2', 'Values: path=/var']);
    expect(texts({})).toEqual([]);
  });

  it('keep what only looks like a change', () => {
    expect(texts({ changed: 3, before: 'noon' })).toEqual(['Changed: 3', 'Before: noon']);
  });
});
