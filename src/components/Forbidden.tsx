import React from 'react';
import { Alert } from '@grafana/ui';

/** The page exists, but not for this person. */
export const Forbidden = ({ what }: { what: string }) => (
  <Alert severity="info" title={`Your role does not let you ${what}`}>
    An administrator of this Grafana organisation can grant the role.
  </Alert>
);
