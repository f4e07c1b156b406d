import { limitText, measured } from './limitText';

describe('the numbers of checks', () => {
  it('are in the unit of the check', () => {
    expect([measured('cpu', 65.25), measured('temperature', 80), measured('network_errors', 0), measured('time_drift', 0.00115)]).toEqual(['65.3%', '80 °C', '0%', '1.15 ms']);
  });

  it('are times as people say them', () => {
    expect([limitText('disk_full_in', 24), limitText('disk_full_in', 4), limitText('reboot', 600), measured('reboot', 13_260), limitText('specs_changed', 3_600)]).toEqual(['1 d', '4 h', '10 min', '3 h 41 min', '1 h']);
  });

  it('are yes and no where something holds or does not', () => {
    expect([measured('server_down', 0), measured('time_unsynchronised', 1), limitText('server_down', 0), limitText('server_down', null)]).toEqual(['no', 'yes', 'on', 'off']);
  });
});
