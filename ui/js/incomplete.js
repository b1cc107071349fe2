/**
 * A page that does not begin, and would not say why. Where a script or a style did not come (Wi-Fi
 * that changed just then, a server that was stopped) this says so, and loads the page again as soon
 * as the server answers. Where all came and nothing began, the browser is too old to read it. What
 * was typed goes along into the next page, in the tab's history, until one of them has begun.
 *
 * No module, and loaded before everything else: it must not wait for what may not come. In ES5, which
 * every browser reads.
 */
(function () {
  'use strict';

  var FIRST = 1500; // Milliseconds until the first attempt, about; each page that fails doubles it.
  var LONGEST = 5 * 1000; // While somebody looks; it is a LAN.
  var LONGEST_UNSEEN = 30 * 1000;
  var COMING = 30 * 1000; // What all of a page may take to come.
  var LOOK = 100; // Milliseconds.
  // Until then nobody's browser is too old: WebKit runs a page that takes turns only after `load`.
  var FIRST_TURN = 3 * 1000;
  var TURNS = 10 * 1000; // What beginning may take once it is under way.
  var FIELDS = ['nick', 'message'];
  var before = window.history.state || {};
  var failures = (before.failures || 0) + 1;
  var noticed = false;

  /** What app.js says when it has come to its end. */
  function begun() {
    return document.documentElement.hasAttribute('data-begun');
  }

  /** What it says when it begins, in turns: the last one may be later than `load`. */
  function beginning() {
    return document.documentElement.hasAttribute('data-beginning');
  }

  function say() {
    var box = document.getElementById('connection');
    if (!box) return;
    box.setAttribute('data-phase', 'waiting');
    box.querySelector('.connection-text').textContent = box.getAttribute('data-incomplete');
  }

  function remember(number, texts) {
    try {
      window.history.replaceState({ failures: number, typed: texts }, '');
    } catch (refused) {
      // Too many in a short time, or too long a text: the page goes on without.
    }
  }

  function typed() {
    var texts = {};
    FIELDS.forEach(function (id) {
      var field = document.getElementById(id);
      texts[id] = field ? field.value : kept(id); // The page did not even come as far as there.
    });
    return texts;
  }

  /** What the page before this one was left with. */
  function kept(id) {
    return (before.typed && before.typed[id]) || '';
  }

  /** Browsers may do it too, but not all, and not where fields are not to be completed. */
  function putBack() {
    FIELDS.forEach(function (id) {
      var field = document.getElementById(id);
      if (kept(id) && field.value.indexOf(kept(id)) !== 0) field.value = kept(id) + field.value;
    });
  }

  function pause() {
    var longest = document.visibilityState === 'visible' ? LONGEST : LONGEST_UNSEEN;
    return jittered(Math.min(longest, FIRST * Math.pow(2, failures - 1)));
  }

  /** What one page did not get many others did not get either, in the same moment. */
  function jittered(delay) {
    return delay * (0.6 + 0.4 * Math.random());
  }

  function again() {
    var asked = new XMLHttpRequest();
    asked.onload = function () {
      if (asked.status !== 200) return later();
      remember(failures, typed());
      return window.location.reload();
    };
    asked.onerror = later;
    asked.open('HEAD', window.location.pathname + '?' + Date.now()); // Not what a cache would say.
    asked.send();
  }

  function later() {
    setTimeout(again, jittered(FIRST));
  }

  function incomplete() {
    if (noticed) return;
    noticed = true;
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', say);
    else say();
    setTimeout(again, pause());
  }

  window.addEventListener('error', function (event) {
    var part = event.target;
    if (part.nodeName === 'SCRIPT' || part.rel === 'stylesheet') incomplete();
  }, true);

  /** All fields are there then, and the scripts that were to wait for them have not run. */
  document.addEventListener('readystatechange', function () {
    if (document.readyState === 'interactive') putBack();
  });

  setTimeout(function () {
    if (!begun() && document.readyState !== 'complete') incomplete();
  }, COMING);

  /** All has come, and so many milliseconds were waited for the page to begin. */
  function come(waited) {
    if (noticed) return;
    if (!begun() && waited < (beginning() ? TURNS : FIRST_TURN)) {
      setTimeout(function () { come(waited + LOOK); }, LOOK);
      return;
    }
    if (failures > 1 || (window.history.state && window.history.state.typed)) remember(0, begun() ? null : typed());
    if (!begun()) document.getElementById('too-old').hidden = false;
  }

  window.addEventListener('load', function () { come(0); });

  /** Whoever is tired of waiting loads the page again. */
  document.addEventListener('input', function () {
    if (!begun()) remember(noticed ? failures : failures - 1, typed());
  }, true);

  /** Sent by the browser itself a form would load the page anew, and what was written would be gone. */
  document.addEventListener('submit', function (event) {
    if (!begun()) event.preventDefault();
  }, true);
}());
