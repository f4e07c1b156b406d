import type { TabProps } from './serverTabs';
export function LogsTab(_: TabProps) { return null; }
