/**
 * An image, when it is the sandbox's own. The page's policy lets in nothing from elsewhere, so of any other image its
 * description and its address are shown.
 */
export function Picture({ url, alt }: { url: string | undefined; alt: string }) {
  const address = url && URL.canParse(url, location.href) ? new URL(url, location.href) : undefined;
  if (address && (address.origin === location.origin || address.protocol === 'data:')) {
    return <img className="picture" src={address.href} alt={alt} />;
  }
  return (
    <span className="picture-elsewhere" role="img" aria-label={alt} title={address?.href}>
      {alt}
    </span>
  );
}
