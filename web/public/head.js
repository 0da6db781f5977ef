// Runs before anything is painted.
(function () {
  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // Storage may be refused: then it is as if nothing had been chosen.
    }
  }

  // A light page never flashes dark, nor the other way round. Without a wish it is dark, as a cinema is.
  var wish = kept('matinee.appearance');
  var light = wish === 'light' || (wish === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  var meta = document.querySelector('meta[name="theme-color"]');
  if (meta) meta.setAttribute('content', light ? '#f7f7f5' : '#0a0a0a');

  // The font is there already, where it has been fetched before (src/lib/font.ts).
  if (kept('matinee.font')) document.documentElement.dataset.font = 'inter';

  // The words of the language that will be spoken (src/lib/i18n.ts) are fetched beside the program that asks for them.
  var named = document.querySelector('meta[name="matinee-words"]');
  var words = JSON.parse((named && named.getAttribute('content')) || '{}');
  var tags = [kept('matinee.language')].concat(navigator.languages, 'en');
  for (var i = 0; i < tags.length; i++) {
    var file = words[String(tags[i]).slice(0, 2)];
    if (!file) continue;
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.append(link);
    break;
  }

  // The program starts once the mark is painted: to read and run it takes a phone longer than that. A page that nobody
  // looks at has no frames, and starts all the same.
  var started = false;
  function start() {
    var program = document.querySelector('link[data-program]');
    if (started || !program) return;
    started = true;
    var script = document.createElement('script');
    script.type = 'module';
    script.crossOrigin = '';
    script.src = program.href;
    document.head.append(script);
  }
  addEventListener('DOMContentLoaded', function () {
    requestAnimationFrame(function () {
      setTimeout(start);
    });
    setTimeout(start, 200);
  });
})();
