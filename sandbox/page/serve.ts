import type { IncomingMessage, ServerResponse } from 'node:http';
import { bundlePage } from './bundle.ts';
import { pageDocument } from './document.ts';

/**
 * What messages show comes from whoever types into the sandbox, so the page may load from its own address and from
 * nowhere else: no image, font, frame or script of another host.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const PERMALINK = /^\/archives\/[A-Z0-9]+\/p\d{16}$/;

/**
 * Bundles the page once and answers with what serves it: `true` when the request was the page's, `false` (with the
 * response untouched) when somebody else has to answer. Throws when the page does not build.
 */
export async function pageHandler(): Promise<(req: IncomingMessage, res: ServerResponse) => boolean> {
  const { script, style } = await bundlePage();
  const html = { type: 'text/html; charset=utf-8', body: pageDocument };
  const files = new Map([
    ['/', html],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: style }],
  ]);

  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    const file = PERMALINK.test(path) ? html : files.get(path);
    if (!file) return false;
    const length = Buffer.byteLength(file.body);
    res.writeHead(200, { ...HEADERS, 'content-type': file.type, 'content-length': length });
    res.end(req.method === 'HEAD' ? undefined : file.body);
    return true;
  };
}
