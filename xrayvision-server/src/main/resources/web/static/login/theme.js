/* A classic script in the head, so that the first paint already has the theme; an inline one would break the CSP. */
(function () {
  let theme = null;
  try {
    theme = localStorage.getItem('xv.theme');
  } catch {
    /* private mode */
  }
  document.documentElement.dataset.theme = theme === 'light' ? 'light' : 'dark';
})();
