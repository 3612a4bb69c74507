/** Hosts as whoever runs the bot writes them, read as those of addresses are: compared with them, they are the same or not. */

/** What has no place in a host, and what a URL would quietly leave out. */
const BEYOND_A_HOST = /[\s/?#@\\]|:$/;
const NAME = /^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/;

/**
 * @param written `api.example.com`, `my_api:8080`, `[fd00::1]`
 * @returns it as it stands in an address, with the port where one is written; nothing where it is no host
 */
export function readHost(written: string): string | undefined {
  const [, name = '', port = ''] = /^(.*?)(:\d{1,5})?$/.exec(bracketed(written)) ?? [];
  if (BEYOND_A_HOST.test(written) || !URL.canParse(`https://${name}${port}`)) return undefined;
  const { hostname } = new URL(`https://${name}`);
  return NAME.test(hostname) ? `${hostname}${port}` : undefined;
}

/**
 * @param written a host, over https unless it says otherwise: `api.example.com:8443`, `http://my_api:8080`
 * @returns the origin of the addresses that are meant: `https://api.example.com:8443`; nothing where it is none
 */
export function readOrigin(written: string): string | undefined {
  const [, scheme = 'https', rest = ''] = /^(?:(https?):\/\/)?(.*)$/i.exec(written) ?? [];
  const host = readHost(rest);
  return host === undefined ? undefined : new URL(`${scheme}://${host}`).origin;
}

/** An IPv6 address stands in brackets in an address, and without them elsewhere. */
function bracketed(written: string): string {
  return /^[^[]*:[^[]*:/.test(written) ? `[${written}]` : written;
}
