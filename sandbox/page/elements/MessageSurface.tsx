import type { ReactNode } from 'react';
import type { Message } from '../../slack/client-api.ts';
import { useWorkspace } from '../workspace.ts';
import { SurfaceProvider } from './surface.ts';
import { useSurfaceOf } from './use-surface-of.ts';

export function MessageSurface({ message, children }: { message: Message; children: ReactNode }) {
  const { notify } = useWorkspace();
  const { channel, ts, blocks = [] } = message;
  const surface = useSurfaceOf({ type: 'message', channel, ts }, blocks, notify);
  return <SurfaceProvider value={surface}>{children}</SurfaceProvider>;
}
