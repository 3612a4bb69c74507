const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|pass(?:word|phrase)|pwd|secret|token|oauth|api[-_ ]?key|access[-_ ]?key|(?:private|ssh|encryption|account|consumer|shared|master|signing|licen[cs]e|app|application|service|auth|write|subscription|storage|developer|client|ssl|tls|pgp|gpg|host|hmac)[-_ ]?key|jwt|bearer|passcode|credential|authorization|session[-_ ]?id|^session$|^pass\d*$|authentication|cookie|signature|pem$|(?:^|[-_ ]|basic|http|proxy)auth$/i;
/** Short words that other words end with (`sacred`, `basalt`): they count where they are words by themselves. */
const SHORT_NAME =
  /(?:^|[-_. ]|[a-z](?=[A-Z]))(?:[Cc]reds?|CREDS?|[Ss]as|SAS|[Ss]ig|SIG|[Ss]alt|SALT|[Pp]w|PW|[Pp]sk|PSK|[Pp]at|PAT|[Hh]mac|HMAC)$/;

/** Is what stands under this name a secret? */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SHORT_NAME.test(name);
}
