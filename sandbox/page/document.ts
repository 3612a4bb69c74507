/** The only HTML there is: the page draws itself. No inline script or style, so that the policy can forbid both. */
export const pageDocument = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Local workspace</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/page.css">
  </head>
  <body>
    <div id="page"></div>
    <noscript>This page needs JavaScript.</noscript>
    <script type="module" src="/page.js"></script>
  </body>
</html>
`;
