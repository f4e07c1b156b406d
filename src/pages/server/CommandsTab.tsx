import type { TabProps } from './serverTabs';
export function CommandsTab(_: TabProps) { return null; }
