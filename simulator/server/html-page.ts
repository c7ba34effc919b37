function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The page that holds the phone. The host script comes first: it defines what the mini-program's script calls. */
export function htmlPage(title: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/__simulator/host.css">
<link rel="stylesheet" href="/__simulator/mini-program.css">
<link rel="stylesheet" href="/__simulator/icons.css">
</head>
<body>
<script src="/__simulator/host.js"></script>
<script src="/__simulator/mini-program.js"></script>
</body>
</html>
`;
}
