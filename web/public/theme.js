// Runs before anything is painted, so that a light page never flashes dark, nor the other way round.
(function () {
  var wish = null;
  try {
    wish = localStorage.getItem('matinee.appearance');
  } catch {
    // Storage may be refused: then it is dark, as a cinema is.
  }
  var light = wish === 'light' || (wish === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  var meta = document.querySelector('meta[name="theme-color"]');
  if (meta) meta.setAttribute('content', light ? '#f7f7f5' : '#0a0a0a');
})();
