import { type ReactNode, useState } from 'react';
import type { Json } from '../../slack/client-api.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import type { ElementProps } from './element-props.ts';
import { type Change, useSurface } from './surface.ts';
import { contentOf, elementValue } from './values.ts';

/** What every element does: hold its content, tell the app, ask first where the app wants that. */
export function useElement({ element, blockId, isQuiet }: ElementProps) {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<() => void>();
  const at = { blockId, actionId: element.action_id ?? '' };

  const tell = async (change?: Change) => {
    setBusy(true);
    try {
      await surface.act(at, change);
    } finally {
      setBusy(false);
    }
  };
  /** Tells the app, after the person has confirmed where a confirmation is asked for. */
  const act = (change?: Change) => {
    if (element.confirm) setAsking(() => () => void tell(change));
    else void tell(change);
  };
  const put = (content: Json) => surface.put(at, elementValue(element.type, content));
  const choose = (content: Json) => {
    if (isQuiet) put(content);
    else act({ value: elementValue(element.type, content), content });
  };
  const answer = (isConfirmed: boolean) => {
    setAsking(undefined);
    if (isConfirmed) asking?.();
  };

  const dialog: ReactNode = asking && element.confirm && (
    <ConfirmDialog confirmation={element.confirm} onAnswer={answer} />
  );
  const content = contentOf(element.type, surface.values[blockId]?.[at.actionId]);
  return { at, busy, content, act, put, choose, dialog, find: (query: string) => surface.find(at, query) };
}
