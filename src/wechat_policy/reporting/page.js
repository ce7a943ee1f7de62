"use strict";
(() => {
  const page = document.querySelector(".wp-report");
  const said = JSON.parse(document.getElementById("wp-phrases").textContent);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, key) => facts[key]);
  const counted = (number) => number.toLocaleString("en-US");
  const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const keep = (key, value) => {
    if (value) state.set(key, value);
    else state.delete(key);
    const hash = state.toString();
    const place = location.pathname + location.search;
    try {
      history.replaceState(null, "", hash ? "#" + hash : place);
    } catch {
      if (hash) location.hash = hash; // some viewers of local files allow no more
    }
  };
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const settable = (heads, sort) => {
    heads.forEach((head, number) => {
      const button = make("button", "", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sort(number, now ? now === "ascending" : head.dataset.kind === "number");
      });
    });
  };
  const tell = (heads, chosen, down) => {
    heads.forEach((head, number) => {
      if (number === chosen) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };

  // Tables that stand on the page as a whole.
  const restored = [];
  for (const table of page.querySelectorAll("table[data-key]")) {
    const key = "sort." + table.dataset.key;
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const sort = (number, down) => {
      const value = (row) => row.cells[number].dataset.value;
      const numbers = heads[number].dataset.kind === "number";
      const sorted = [...rows].sort((one, other) => {
        const [a, b] = [one, other].map((row) => value(row) ?? row.cells[number].textContent);
        if (numbers && (a === "" || b === "")) return (a === "") - (b === "");
        const order = numbers ? a - b : collator.compare(a, b);
        return down ? -order : order;
      });
      body.append(...sorted);
      tell(heads, number, down);
      keep(key, (down ? "-" : "") + heads[number].dataset.key);
    };
    settable(heads, sort);
    restored.push(() => {
      const told = state.get(key);
      if (!told) return;
      const number = heads.findIndex((head) => head.dataset.key === told.replace(/^-/, ""));
      if (number >= 0) sort(number, told[0] === "-");
    });
  }

  // The list: its rows are data, of which some are drawn.
  const source = document.getElementById("wp-rows");
  if (source) {
    const data = JSON.parse(source.textContent);
    source.remove();
    const { columns, size, count } = data;
    const shown = columns.filter((column) => !column.hidden);
    const choices = columns.filter((column) => column.choice);
    const table = document.getElementById("wp-list");
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const box = document.getElementById("wp-search");
    const status = document.getElementById("wp-found");
    const pages = document.getElementById("wp-pages");
    const [back, on] = pages.querySelectorAll("button");
    const place = pages.querySelector("span");
    const boxes = choices.map((column) => document.getElementById("wp-by-" + column.key));
    const text = (column, row) =>
      column.labels
        ? column.labels[column.cells[row]]
        : column.kind === "number"
          ? (column.words?.[row] ?? String(column.cells[row] ?? ""))
          : column.cells[row].map((line) => line.join("")).join("\n");
    let stacks = null;
    const stack = () => {
      if (stacks) return stacks;
      const labels = columns.map((column) => column.labels?.map(fold));
      stacks = Array.from({ length: count }, (_, row) =>
        columns
          .map((column, at) => (labels[at] ? labels[at][column.cells[row]] : fold(text(column, row))))
          .join("\n"),
      );
      return stacks;
    };
    const ranks = new Map();
    const keys = (column) => {
      if (ranks.has(column)) return ranks.get(column);
      let found = column.cells;
      if (column.labels) {
        const order = column.labels.map((_, at) => at);
        const [words, plain] = [column.labels, column.kind === "time"];
        const less = (a, b) => (words[a] < words[b] ? -1 : words[a] > words[b] ? 1 : 0);
        order.sort(plain ? less : (a, b) => collator.compare(words[a], words[b]));
        const rank = [];
        order.forEach((at, number) => (rank[at] = number));
        found = column.cells.map((at) => rank[at]);
      } else if (column.kind !== "number") {
        found = column.cells.map((_, row) => text(column, row));
      }
      ranks.set(column, found);
      return found;
    };
    let rows = [];
    let at = 0;
    let order = null;
    let sorting = "";
    const sorted = () => {
      const told = state.get("sort") ?? data.sort;
      if (order && sorting === told) return order;
      sorting = told;
      const down = told[0] === "-";
      const number = shown.findIndex((column) => column.key === told.replace(/^-/, ""));
      order = Array.from({ length: count }, (_, row) => row);
      tell(heads, number, down);
      if (number < 0 || told === data.sort) return order; // they come in this order
      const by = keys(shown[number]);
      const turn = down ? -1 : 1;
      order.sort((a, b) => {
        const [one, other] = [by[a], by[b]];
        if (one === null || other === null) return (one === null) - (other === null) || a - b;
        return one < other ? -turn : one > other ? turn : a - b;
      });
      return order;
    };
    const drawn = (row) => {
      const line = make("tr");
      line.setAttribute("role", "row");
      for (const column of shown) {
        const cell = make("td", column.name);
        cell.setAttribute("role", "cell");
        cell.dataset.label = column.label;
        if (column.kind === "lines") {
          const inner = make("div");
          inner.dir = "auto";
          for (const pieces of column.cells[row]) {
            const words = make("span", "wp-line");
            pieces.forEach((piece, number) => {
              if (piece) words.append(number % 2 ? make("mark", "", piece) : piece);
            });
            inner.append(words);
          }
          if (inner.firstChild) cell.append(inner);
        } else {
          const words = text(column, row);
          const tone = column.tones?.[words];
          if (tone) cell.append(make("span", "wp-tone wp-" + tone, words));
          else if (words) {
            const inner = make("span", "", words);
            inner.dir = "auto";
            cell.append(inner);
          }
        }
        line.append(cell);
      }
      return line;
    };
    const draw = (most = size) => {
      const last = Math.min(at + most, rows.length);
      body.replaceChildren(...rows.slice(at, last).map(drawn));
      const facts = { first: counted(at + 1), last: counted(last) };
      facts.found = counted(rows.length);
      facts.all = counted(count);
      status.textContent = filled(rows.length ? said.found : said.nothing, facts);
      const total = Math.max(1, Math.ceil(rows.length / size));
      place.textContent = filled(said.page, { page: counted(at / size + 1), pages: counted(total) });
      back.setAttribute("aria-disabled", at === 0);
      on.setAttribute("aria-disabled", last >= rows.length);
      pages.hidden = rows.length <= size;
    };
    const choose = () => {
      const terms = fold(box.value).split(/\s+/).filter(Boolean);
      const wanted = boxes.map((one) => (one.value === "" ? -1 : Number(one.value)));
      const tallies = choices.map((column) => new Uint32Array(column.labels.length));
      const haystacks = terms.length ? stack() : null;
      rows = [];
      for (const row of sorted()) {
        if (haystacks && !terms.every((term) => haystacks[row].includes(term))) continue;
        let misses = 0;
        let miss = -1;
        for (let number = 0; number < choices.length && misses < 2; number++) {
          if (wanted[number] >= 0 && choices[number].cells[row] !== wanted[number]) {
            misses++;
            miss = number;
          }
        }
        if (misses === 0) rows.push(row);
        if (misses < 2) {
          choices.forEach((column, number) => {
            if (misses === 0 || miss === number) tallies[number][column.cells[row]]++;
          });
        }
      }
      boxes.forEach((one, number) => {
        for (const option of [...one.options].slice(1)) {
          const found = tallies[number][option.value];
          option.textContent = `${choices[number].labels[option.value]} (${counted(found)})`;
          option.disabled = found === 0 && !option.selected;
        }
      });
    };
    const go = (to) => {
      at = Math.max(0, Math.min(to, Math.floor(Math.max(0, rows.length - 1) / size) * size));
      keep("page", at ? String(at / size + 1) : "");
    };
    const changed = () => {
      choose();
      go(0);
      draw();
    };
    settable(heads, (number, down) => {
      keep("sort", (down ? "-" : "") + shown[number].key);
      changed();
    });
    let waiting = 0;
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        keep("q", box.value.trim());
        changed();
      }, 150);
    });
    boxes.forEach((one, number) =>
      one.addEventListener("change", () => {
        const column = choices[number];
        keep(column.key, one.value === "" ? "" : column.labels[one.value]);
        changed();
      }),
    );
    document.getElementById("wp-clear").addEventListener("click", () => {
      box.value = "";
      keep("q", "");
      boxes.forEach((one, number) => {
        one.value = "";
        keep(choices[number].key, "");
      });
      changed();
    });
    const turn = (button, step) =>
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        go(at + step);
        draw();
        document.getElementById("wp-top").scrollIntoView({ block: "start" });
      });
    turn(back, -size);
    turn(on, size);
    const restore = () => {
      box.value = state.get("q") ?? "";
      boxes.forEach((one, number) => {
        const found = choices[number].labels.indexOf(state.get(choices[number].key) ?? "\0");
        one.value = found < 0 ? "" : String(found);
      });
      choose();
      go((Number(state.get("page") ?? 1) - 1) * size || 0);
      draw();
    };
    choices.forEach((column, number) => {
      const order = column.labels.map((_, label) => label);
      order.sort((a, b) => collator.compare(column.labels[a], column.labels[b]));
      for (const label of order) {
        const option = make("option", "", column.labels[label]);
        option.value = String(label);
        boxes[number].append(option);
      }
    });
    restored.push(restore);
    document.getElementById("wp-choose").hidden = false;
    document.getElementById("wp-unscripted")?.remove();
    addEventListener("beforeprint", () => draw(500));
    addEventListener("afterprint", () => draw());
  }

  const restore = () => restored.forEach((one) => one());
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return;
    const told = new URLSearchParams(location.hash.slice(1));
    for (const key of [...state.keys()]) state.delete(key);
    told.forEach((value, key) => state.set(key, value));
    restore();
  });
  page.classList.add("wp-live");
  restore();
  addEventListener("beforeprint", () => {
    for (const one of page.querySelectorAll("details")) one.open = true;
  });
  page.dataset.ready = "yes";
})();
