import React, { type ReactNode } from 'react';

/** What stands in a Field and is no input: Grafana's Field hands `invalid` to its child, which no element of the page knows. */
export const FieldBody = ({ children }: { children: ReactNode }) => <div>{children}</div>;
