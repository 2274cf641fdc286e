/* A classic script in the head, so that the first paint already has the theme; an inline one would break the CSP. */
(function () {
  let theme = null;
  try {
    theme = localStorage.getItem('xv.theme');
  } catch {
    /* private mode */
  }
  const light = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
})();
