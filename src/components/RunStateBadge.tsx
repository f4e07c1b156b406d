import React from 'react';
import { Badge, type BadgeColor } from '@grafana/ui';
import type { RunState } from '../../contract/run.ts';

const colors: Record<RunState, BadgeColor> = { queued: 'purple', running: 'blue', ok: 'green', failed: 'red', timeout: 'red', cancelled: 'orange', unreachable: 'red', lost: 'orange' };

export const RunStateBadge = ({ state }: { state: RunState }) => <Badge text={state} color={colors[state]} />;
