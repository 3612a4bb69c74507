import type { IncomingMessage } from 'node:http';
import type { Args } from '../emulated.ts';

/** The arguments of a Web API call, from its query and its body, which may be a form or JSON. */

/** In a form these hold JSON. What does not parse stays text, and the check of its shape refuses it. */
const structured = new Set(['attachments', 'blocks', 'files', 'metadata', 'view', 'unfurls']);

export function argsOf(req: IncomingMessage, url: URL, body: Buffer): Args {
  const type = req.headers['content-type'] ?? '';
  const query = Object.fromEntries(url.searchParams);
  if (type.includes('application/json')) return { ...query, ...asObject(parsed(body.toString() || '{}')) };
  const fields = type.includes('form-urlencoded') ? new URLSearchParams(body.toString()) : [];
  return Object.fromEntries(
    [...Object.entries(query), ...fields].map(([name, value]) => [
      name,
      structured.has(name) ? parsed(value) : value,
    ]),
  );
}

const asObject = (value: unknown): Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Args) : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
