import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { defaultSettings, parseSettings } from './settings.ts';
import { systemd } from './systemd.ts';
import { timestamp } from './systemdUnits.ts';

const output = `@manager
Version=252.22-1~deb12u1
Virtualization=kvm
SystemState=degraded
@units
ssh.service loaded active running OpenBSD Secure Shell server
● broken.service loaded failed failed A broken one
gone.service not-found inactive dead gone.service
getty@tty1.service loaded active running Getty on tty1
docker.socket loaded active listening Docker Socket for the API
apt-daily.timer loaded active waiting Daily apt download activities
multi-user.target loaded active active Multi-User System
-.mount loaded active mounted Root Mount
system.slice loaded active active System Slice
@show
Id=ssh.service
Type=notify
NRestarts=2
TasksCurrent=1
TasksMax=infinity

Id=broken.service
Type=simple
NRestarts=5
TasksCurrent=[not set]

Id=docker.socket
NAccepted=3
NConnections=1
NRefused=0

Id=apt-daily.timer
LastTriggerUSec=Tue 2024-01-02 03:04:05.500000 UTC
`;
const collect = (stdout = output, settings = defaultSettings) =>
  linesOf(systemd(settings).collect(fakeSnapshot({ runs: { systemd: stdout } })));

describe('systemd', () => {
  it('has states of units that are loaded and not excluded, and counts of all', () => {
    const lines = collect();
    expect(lines.filter((line) => line.startsWith('node_systemd_units'))).toEqual([
      'node_systemd_units{state="activating"} 0',
      'node_systemd_units{state="active"} 7',
      'node_systemd_units{state="deactivating"} 0',
      'node_systemd_units{state="failed"} 1',
      'node_systemd_units{state="inactive"} 1',
    ]);
    expect(lines).toContain('node_systemd_unit_state{name="ssh.service",state="active",type="notify"} 1');
    expect(lines).toContain('node_systemd_unit_state{name="broken.service",state="failed",type="simple"} 1');
    expect(lines).toContain('node_systemd_unit_state{name="multi-user.target",state="inactive",type=""} 0');
    expect(lines.some((line) => /gone\.service|-\.mount|\.slice/.test(line))).toBe(false);
  });

  it('has what services, sockets and timers count', () => {
    const lines = collect();
    expect(lines).toContain('node_systemd_service_restart_total{name="broken.service"} 5');
    expect(lines).toContain('node_systemd_socket_accepted_connections_total{name="docker.socket"} 3');
    expect(lines).toContain('node_systemd_socket_current_connections{name="docker.socket"} 1');
    expect(lines).toContain('node_systemd_socket_refused_connections_total{name="docker.socket"} 0');
    expect(lines).toContain('node_systemd_timer_last_trigger_seconds{name="apt-daily.timer"} 1704164645.5');
    expect(lines.some((line) => line.includes('tasks_current'))).toBe(false);
  });

  it('tells of the system', () => {
    const lines = collect();
    expect(lines).toContain('node_systemd_version{version="252.22-1~deb12u1"} 252.22');
    expect(lines).toContain('node_systemd_virtualization_info{virtualization_type="kvm"} 1');
    expect(lines).toContain('node_systemd_system_running 0');
    expect(collect('@manager\nVersion=249\n@units\n@show\n')).toContain(
      'node_systemd_virtualization_info{virtualization_type="none"} 1'
    );
  });

  it('keeps to the settings', () => {
    const { settings } = parseSettings({
      'systemd.unit-include': 'ssh.+',
      'systemd.enable-task-metrics': 'true',
      'systemd.enable-restarts-metrics': 'false',
    });
    const lines = collect(output, settings);
    expect(lines).toContain('node_systemd_unit_tasks_current{name="ssh.service"} 1');
    expect(lines.some((line) => /restart|broken|tasks_max/.test(line))).toBe(false);
    expect(
      systemd(parseSettings({ 'systemd.enable-start-time-metrics': 'true' }).settings).runs?.[0]?.script
    ).toContain('loaded,*)');
  });

  it('has nothing where systemd does not run', () => {
    expect(systemd(defaultSettings).collect(fakeSnapshot({ runs: { systemd: '' } }))).toBeUndefined();
  });

  it('reads times of systemd, and never', () => {
    expect(timestamp('Thu 1970-01-01 00:00:10 UTC')).toBe(10);
    expect(timestamp('n/a')).toBe(0);
    expect(timestamp(undefined)).toBe(0);
  });
});
