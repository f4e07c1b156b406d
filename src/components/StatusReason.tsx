import React from 'react';
import { css } from '@emotion/css';
import { Text, TextLink } from '@grafana/ui';
import { reasonMessage, type ServerStatus } from '../../contract/status.ts';
import { paths } from '../data/paths';

/** Fingerprints and addresses are longer than a phone is wide. */
const breaking = css({ overflowWrap: 'anywhere' });

/** Why a server is not up, in plain words with the next step as a link. */
export function StatusReason({ status, detail = false }: { status: ServerStatus; detail?: boolean }) {
  if (status.reason === null) {
    return null;
  }
  const keys = status.reason.includes('host_key');
  return (
    <span className={breaking}>
      {status.message ?? reasonMessage(status.reason)}{' '}
      {keys && (
        <TextLink inline href={paths.server(status.id, 'connection')}>
          Compare keys
        </TextLink>
      )}
      {detail && status.detail !== null && (
        <>
          <br />
          <Text variant="bodySmall" color="secondary">
            {status.detail}
          </Text>
        </>
      )}
    </span>
  );
}
