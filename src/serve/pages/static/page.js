// What makes pages handier. Everything can be read and reached without it.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const later = (work, wait) => {
    let timer;
    return (...values) => { clearTimeout(timer); timer = setTimeout(() => work(...values), wait); };
  };

  // Filters work while they are set; the address follows.
  function liveFilters(form) {
    let running;
    const address = () => {
      const given = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
      // Who keeps no cookies keeps the language in the address.
      const language = new URLSearchParams(location.search).get("lang");
      if (language) given.push(["lang", language]);
      const query = new URLSearchParams(given).toString();
      return form.getAttribute("action") + (query ? "?" + query : "");
    };
    const load = async (to) => {
      running?.abort();
      running = new AbortController();
      const results = one("#results");
      results.classList.add("is-loading");
      try {
        const answer = await fetch(to, { signal: running.signal, headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!answer.ok || !one("#results", page)) { location.assign(to); return; }
        results.replaceWith(document.adoptNode(one("#results", page)));
        const [old, next] = [one(".chips"), one(".chips", page)];
        if (old) old.remove();
        if (next) form.after(document.adoptNode(next));
        document.title = page.title;
        history.replaceState(null, "", to);
        const language = one("a.language", page);
        if (language) one("a.language").href = language.getAttribute("href");
        all(".picture[data-zoom]", one("#results")).forEach(zoom);
        stops();
      } catch (error) {
        if (error.name !== "AbortError") location.assign(to);
      }
    };
    const soon = later(() => load(address()), 350);
    form.addEventListener("change", () => load(address()));
    form.addEventListener("input", (event) => { if (event.target.type === "search" || event.target.type === "number") soon(); });
    form.addEventListener("submit", (event) => { event.preventDefault(); load(address()); });
  }

  // Names are proposed while one types.
  function proposals(input) {
    const list = make("ul", { className: "proposals", id: "proposals", role: "listbox", hidden: true });
    input.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "proposals"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    let chosen = -1;
    const show = (shown) => { list.hidden = !shown; input.setAttribute("aria-expanded", String(shown)); if (!shown) choose(-1); };
    const choose = (number) => {
      chosen = number;
      all("li", list).forEach((item, n) => item.setAttribute("aria-selected", String(n === number)));
      if (number < 0) input.removeAttribute("aria-activedescendant"); else input.setAttribute("aria-activedescendant", "proposal-" + number);
    };
    const propose = later(async () => {
      const words = input.value.trim();
      if (words.length < 2) { show(false); return; }
      const answer = await fetch("/search.json?" + new URLSearchParams({ q: words, lang: document.documentElement.lang })).catch(() => null);
      const found = answer?.ok ? await answer.json() : [];
      if (input.value.trim() !== words) return;
      list.replaceChildren(...found.map((one, n) => {
        const item = make("li", { id: "proposal-" + n, role: "option" }, one.name + " ", make("small", { textContent: one.class }));
        item.dataset.page = one.page;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(one.page); });
        return item;
      }));
      show(found.length > 0 && document.activeElement === input);
      choose(-1);
    }, 150);
    input.addEventListener("input", propose);
    input.addEventListener("blur", () => show(false));
    input.addEventListener("keydown", (event) => {
      const items = all("li", list);
      if (list.hidden || !items.length) return;
      if (event.key === "ArrowDown") choose((chosen + 1) % items.length);
      else if (event.key === "ArrowUp") choose((chosen <= 0 ? items.length : chosen) - 1);
      else if (event.key === "Escape") show(false);
      else if (event.key === "Enter" && chosen >= 0) location.assign(items[chosen].dataset.page);
      else return;
      event.preventDefault();
    });
  }

  // A picture that can be moved and zoomed. Names that would cover each other are left out.
  function zoom(figure) {
    const svg = one("svg", figure);
    if (!svg) return;
    figure.classList.add("is-live");
    const whole = svg.viewBox.baseVal;
    // Names keep their size, so in a narrow window they need more room at the sides.
    const side = whole.width * 0.05;
    const start = { x: whole.x - side, y: whole.y, width: whole.width + 2 * side, height: whole.height };
    let view = { ...start };
    const texts = all(".names text", svg);
    const names = all("a.node", svg).map((node, n) => {
      const [circle, text] = [one("circle", node), texts[n]];
      return { node, text, x: +circle.getAttribute("cx"), y: +circle.getAttribute("cy"), r: +circle.getAttribute("r"), letters: text.textContent.length };
    });
    const scale = () => Math.max(view.width / (svg.clientWidth || 1), view.height / (svg.clientHeight || 1));
    const write = () => {
      const size = 12.5 * scale();
      svg.setAttribute("font-size", size);
      const [taken, named] = [new Map(), new Map()];
      const cell = 120 * scale();
      // The more of the picture is seen, the fewer of its names.
      let left = 45 * (start.width / view.width) ** 2;
      const put = (box, keys, where = taken) => { for (const key of keys) where.set(key, [...(where.get(key) || []), box]); };
      const cells = (box) => {
        const keys = [];
        for (let a = Math.floor(box[0] / cell); a <= Math.floor(box[2] / cell); a++) for (let b = Math.floor(box[1] / cell); b <= Math.floor(box[3] / cell); b++) keys.push(a + "," + b);
        return keys;
      };
      const round = (one) => [one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r];
      // Of many nodes the others may be covered, or there would be no name at all.
      if (names.length <= 200) for (const one of names) put(round(one), cells(round(one)));
      names.forEach((one, n) => {
        const width = one.letters * size * 0.55;
        // Above the circle, or below it.
        const places = [one.y - one.r - 0.3 * size, one.y + one.r + size].map((y) => {
          const box = [one.x - width / 2, y - size, one.x + width / 2, y + 0.3 * size];
          return { y, box, keys: cells(box) };
        });
        const meets = ({ box, keys }, where) => keys.some((key) => (where.get(key) || []).some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
        // The names of the most important may cover circles, but no names.
        const free = left >= 1 && (places.find((place) => !meets(place, taken)) || (n < 5 && places.find((place) => !meets(place, named))));
        if (free) {
          left -= 1;
          put(free.box, free.keys);
          put(free.box, free.keys, named);
          put(round(one), cells(round(one)));
        }
        one.text.setAttribute("x", one.x);
        one.text.setAttribute("y", (free || places[0]).y);
        one.text.setAttribute("text-anchor", "middle");
        one.text.classList.toggle("minor", !free);
      });
    };
    const writeSoon = later(write, 120);
    const apply = () => { svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" ")); writeSoon(); };
    const at = (x, y) => { const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse()); return [point.x, point.y]; };
    const by = (factor, x = view.x + view.width / 2, y = view.y + view.height / 2) => {
      const width = Math.min(start.width * 1.5, Math.max(start.width / 60, view.width * factor)), real = width / view.width;
      view = { x: x - (x - view.x) * real, y: y - (y - view.y) * real, width, height: view.height * real };
      apply();
    };
    const tool = (label, text, work) => { const button = make("button", { type: "button", title: label, textContent: text }); button.setAttribute("aria-label", label); button.addEventListener("click", work); return button; };
    figure.append(make("div", { className: "tools" },
      tool(figure.dataset.in, "+", () => by(0.7)),
      tool(figure.dataset.out, "−", () => by(1 / 0.7)),
      tool(figure.dataset.all, "⤢", () => { view = { ...start }; apply(); })));
    svg.addEventListener("wheel", (event) => {
      // Whoever scrolls past does not mean the picture, unless it has been touched.
      if (!event.ctrlKey && !figure.contains(document.activeElement)) return;
      event.preventDefault();
      by(Math.exp(Math.sign(event.deltaY) * 0.18), ...at(event.clientX, event.clientY));
    }, { passive: false });
    const fingers = new Map();
    let moved = 0;
    svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, [event.clientX, event.clientY]); if (fingers.size === 1) moved = 0; });
    svg.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = [event.clientX, event.clientY];
      const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      if (others.length) {
        const distance = ([x, y]) => Math.hypot(x - others[0][0], y - others[0][1]);
        by(distance(before) / Math.max(distance(now), 1), ...at((now[0] + others[0][0]) / 2, (now[1] + others[0][1]) / 2));
      } else {
        moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
        if (moved > 4) { svg.setPointerCapture(event.pointerId); svg.classList.add("is-dragged"); }
        const [from, to] = [at(...before), at(...now)];
        view.x -= to[0] - from[0];
        view.y -= to[1] - from[1];
        apply();
      }
      fingers.set(event.pointerId, now);
    });
    const up = (event) => { fingers.delete(event.pointerId); svg.classList.remove("is-dragged"); };
    svg.addEventListener("pointerup", up);
    svg.addEventListener("pointercancel", up);
    // Moving the picture follows no link.
    svg.addEventListener("click", (event) => { if (moved > 4) { event.preventDefault(); moved = 0; } }, true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    figure.addEventListener("keydown", (event) => {
      const step = view.width / 10;
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (event.key === "+" || event.key === "=") by(0.7);
      else if (event.key === "-") by(1 / 0.7);
      else if (event.key === "0") { view = { ...start }; apply(); }
      else if (moves[event.key]) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; apply(); }
      else return;
      event.preventDefault();
    });
    // Who is pointed at, and its partners.
    const links = all(".links line", svg);
    const focus = (number) => {
      const near = new Set();
      for (const link of links) {
        const is = number !== null && (link.dataset.from === number || link.dataset.to === number);
        link.classList.toggle("is-near", is);
        if (is) near.add(link.dataset.from).add(link.dataset.to);
      }
      svg.classList.toggle("has-focus", near.size > 0);
      const few = near.size <= 30;
      for (const { node, text } of names) {
        const [is, isNear] = [node.dataset.node === number, near.has(node.dataset.node)];
        node.classList.toggle("is-here", is);
        node.classList.toggle("is-near", isNear && !is);
        text.classList.toggle("is-shown", is || (isNear && few));
        text.classList.toggle("is-far", near.size > 0 && !isNear && !is);
      }
    };
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      svg.addEventListener(on, (event) => { const node = event.target.closest("a.node"); if (node) focus(node.dataset.node); });
      svg.addEventListener(off, () => focus(null));
    }
    addEventListener("resize", writeSoon);
    apply();
    write();
  }

  // The query in colours, and its fault underlined until it is touched.
  function editor(place) {
    const text = one("textarea", place);
    const colours = make("pre", {}, "");
    colours.setAttribute("aria-hidden", "true");
    place.prepend(colours);
    place.classList.add("is-live");
    const tokens = /(?<comment>#[^\n]*)|(?<text>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<iri><[^<>"{}|^`\\\s]*>)|(?<variable>[?$]\w+)|(?<name>[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.\\/-]*|:[\p{L}\p{N}_]+)|(?<keyword>\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|WHERE|FROM|NAMED|PREFIX|BASE|OPTIONAL|UNION|MINUS|GRAPH|FILTER|BIND|VALUES|UNDEF|SERVICE|EXISTS|NOT|IN|AS|DISTINCT|REDUCED|ORDER|GROUP|BY|HAVING|ASC|DESC|LIMIT|OFFSET|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|SEPARATOR|STR|LANG|LANGMATCHES|DATATYPE|BOUND|IRI|URI|IF|COALESCE|CONCAT|STRLEN|SUBSTR|UCASE|LCASE|STRSTARTS|STRENDS|CONTAINS|STRBEFORE|STRAFTER|REPLACE|REGEX|YEAR|MONTH|DAY|ABS|ROUND|true|false|a)\b)/giu;
    const { line, column, length } = place.dataset;
    let fault = null;
    if (line) {
      const before = text.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      // What is missing at the end is shown at the last character.
      const from = Math.min(before + (column - 1), Math.max(text.value.trimEnd().length - 1, 0));
      fault = [from, from + Number(length || 1)];
    }
    const paint = () => {
      const value = text.value, pieces = [];
      const add = (from, to, name) => {
        for (const [a, b, is] of fault ? [[from, Math.min(to, fault[0]), false], [Math.max(from, fault[0]), Math.min(to, fault[1]), true], [Math.max(from, fault[1]), to, false]] : [[from, to, false]]) {
          if (a < b) pieces.push(make("span", { className: (name ? "s-" + name : "") + (is ? " s-fault" : ""), textContent: value.slice(a, b) }));
        }
      };
      let last = 0;
      for (const found of value.matchAll(tokens)) {
        add(last, found.index, "");
        const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
        add(found.index, found.index + found[0].length, kind === "iri" ? "name" : kind);
        last = found.index + found[0].length;
      }
      add(last, value.length, "");
      colours.replaceChildren(...pieces, "\n");
      follow();
    };
    const follow = () => { colours.scrollTop = text.scrollTop; colours.scrollLeft = text.scrollLeft; };
    text.addEventListener("input", () => { fault = null; paint(); });
    text.addEventListener("scroll", follow);
    text.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit(); });
    paint();
  }

  // What need not be scrolled need not be stopped at.
  function stops() {
    for (const place of all(".scrolled")) {
      if (place.scrollWidth > place.clientWidth) place.tabIndex = 0; else place.removeAttribute("tabindex");
    }
  }

  addEventListener("resize", later(stops, 200));
  stops();
  all("form[data-live]").forEach(liveFilters);
  all(".top input[type=search]").forEach(proposals);
  all(".picture[data-zoom]").forEach(zoom);
  all(".editor").forEach(editor);
})();
