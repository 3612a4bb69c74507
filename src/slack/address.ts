/**
 * Whether an address that Slack gave is Slack's own. It came in a signed request or in Slack's answer; this holds even if
 * the secret that signs them is lost.
 * @param apiUrl Slack's address where it is not Slack's own: everything is then at that host
 */
export function isSlackAddress(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, hostname } = new URL(address);
  if (apiUrl) return host === new URL(apiUrl).host;
  return protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
}
