import type { ComponentType } from 'react';
import { AboutPart } from './AboutPart';
import { AuditPart } from './AuditPart';
import { HealthPart } from './HealthPart';
import { NotificationsPart } from './NotificationsPart';
import { TokensPart } from './TokensPart';

/** The tabs of the settings, in their order. */
export const settingsParts: Array<{ id: string; title: string; Content: ComponentType }> = [
  { id: 'health', title: 'Health', Content: HealthPart },
  { id: 'notifications', title: 'Notifications', Content: NotificationsPart },
  { id: 'tokens', title: 'Tokens', Content: TokensPart },
  { id: 'audit', title: 'Audit log', Content: AuditPart },
  { id: 'about', title: 'About', Content: AboutPart },
];
