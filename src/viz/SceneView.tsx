import React from 'react';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';

/** A scene in a page, its time range in the address. */
export function SceneView({ scene }: { scene: EmbeddedScene }) {
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit={false} createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}
