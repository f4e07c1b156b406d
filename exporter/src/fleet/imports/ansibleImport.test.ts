import { describe, expect, it } from '@jest/globals';
import { expandRange, fromAnsibleIni, fromAnsibleYaml } from './ansibleImport.ts';

describe('Ansible inventories', () => {
  it('expands ranges of numbers and letters, with steps, as Ansible does', () => {
    expect(expandRange('web[08:10].x')).toEqual(['web08.x', 'web09.x', 'web10.x']);
    expect(expandRange('db-[a:c]')).toEqual(['db-a', 'db-b', 'db-c']);
    expect(expandRange('n[0:6:3]')).toEqual(['n0', 'n3', 'n6']);
    expect(expandRange('r[1:2]h[1:2]')).toEqual(['r1h1', 'r1h2', 'r2h1', 'r2h2']);
  });

  it('refuses ranges that mean more hosts than an import takes, before it makes them', () => {
    expect(() => fromAnsibleIni('h[0:9999][0:9999][0:9999]\n')).toThrow('10000');
    expect(() => fromAnsibleIni(`${'a'.repeat(1_000_000)}\n`)).toThrow('longer than');
  });

  it('lets the group that is nearer to a host win, and the host above all', () => {
    const ini = '[site:children]\nweb\n[web]\na\nb ansible_user=own\n[site:vars]\nansible_user=far\nansible_port=2200\n[web:vars]\nansible_user=near\n[all:vars]\nansible_user=any\n';
    const yaml = 'all:\n  vars: { ansible_user: any }\n  children:\n    site:\n      vars: { ansible_user: far, ansible_port: 2200 }\n      children: { web: { vars: { ansible_user: near }, hosts: { a: , b: { ansible_user: own } } } }\n';
    for (const rows of [fromAnsibleIni(ini), fromAnsibleYaml(yaml)]) {
      expect(rows.map(({ name, username, port }) => [name, username, port])).toEqual([['a', 'near', 2200], ['b', 'own', 2200]]);
    }
  });

  it('takes the port behind a host of an INI file', () => {
    expect(fromAnsibleIni('badwolf.example.com:5309\n')).toMatchObject([{ name: 'badwolf.example.com', host: 'badwolf.example.com', port: 5309 }]);
  });
});
