import { useMemo } from 'react';
import { readMrkdwn } from './mrkdwn.ts';
import { RichTextParts } from './RichText.tsx';

export function Mrkdwn({ text }: { text: string }) {
  const parts = useMemo(() => readMrkdwn(text), [text]);
  return <RichTextParts parts={parts} />;
}
