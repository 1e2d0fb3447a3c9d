/* Search over the stories of the site, in Chinese and English, from a host or from a disk.
 *
 * The stories lie in a script a month (search/YYYY-MM.js, the newest loaded first), because a page that is opened from a
 * disk may read no other file.  MiniSearch does the searching; what is here cuts words, asks for months, shows results.
 *
 * Both writings of Chinese are one, and a name is looked for in all its forms: forms.js holds the characters and the
 * names of the desk, and only what is typed is widened by them.
 */
(function () {
  "use strict";

  var HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
  var WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{M}\p{N}]+/gu;
  var FIRST_LOAD = 2000; // stories that are loaded before anybody asks for more
  var PAGE = 30; // results shown at a time

  var box = document.getElementById("search");
  var words = box.dataset;
  var months = words.months.trim().split(" ").filter(Boolean);
  var names = words.names.split("|");
  var loaded = 0;
  var total = 0;
  var shown = PAGE;
  var simple = new Map(); // traditional character -> simplified one
  var known = new Map(); // the words of a form of a name -> all forms of that name
  var longest = 1; // blanks-separated words of the longest form

  /* What is compared: small letters, simplified characters. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(HAN, function (run) {
      return Array.from(run, function (sign) { return simple.get(sign) || sign; }).join("");
    });
  }

  /* Chinese has no blanks: every two neighbouring characters are a word, and the last one alone, so that one character
   * is found as the beginning of a word. */
  function cut(text) {
    var found = [];
    (plain(text).match(WORD) || []).forEach(function (run) {
      if (run.search(HAN) !== 0) {
        found.push(run);
        return;
      }
      var signs = Array.from(run);
      for (var at = 0; at + 1 < signs.length; at++) found.push(signs[at] + signs[at + 1]);
      found.push(signs[signs.length - 1]);
    });
    return found;
  }

  function asked(text) {
    var found = [];
    (plain(text).match(WORD) || []).forEach(function (run) {
      var signs = Array.from(run);
      if (run.search(HAN) !== 0 || signs.length < 2) {
        found.push(run);
        return;
      }
      for (var at = 0; at + 1 < signs.length; at++) found.push(signs[at] + signs[at + 1]);
    });
    return found;
  }

  window.broadsheetForms = function (pairs, names) {
    var signs = Array.from(pairs);
    for (var at = 0; at < signs.length; at += 2) simple.set(signs[at], signs[at + 1]);
    names.forEach(function (forms) {
      forms.forEach(function (form) {
        known.set(asked(form).join(" "), forms);
        longest = Math.max(longest, form.split(" ").length);
      });
    });
  };

  /* The other forms of the name that was typed, in their order, without those that hold one that is looked for already
   * (Google, and not Google LLC). */
  function others(text, forms) {
    var taken = [asked(text)];
    var needed = forms.slice().sort(function (a, b) { return asked(a).length - asked(b).length; }).filter(function (form) {
      var own = asked(form);
      var held = taken.some(function (one) { return one.every(function (word) { return own.includes(word); }); });
      if (!held) taken.push(own);
      return !held;
    });
    return forms.filter(function (form) { return needed.includes(form); });
  }

  function whole(form) {
    return { combineWith: "AND", prefix: false, queries: [form] };
  }

  /* What is asked of the index: every word typed; a name, be it several words, in any of its forms, of which those that
   * some story has are told. */
  function query(text, also) {
    var typed = text.split(/\s+/);
    var wanted = [];
    for (var at = 0; at < typed.length; ) {
      var size = Math.min(longest, typed.length - at);
      var forms = null;
      for (; size && !forms; size--) {
        forms = known.get(asked(typed.slice(at, at + size).join(" ")).join(" "));
      }
      size += 1; // of the name, or of a word that is none
      var name = typed.slice(at, at + size).join(" ");
      at += size;
      if (!asked(name).length) continue; // a stop or a dash that stands alone
      var told = forms ? others(name, forms).filter(function (form) { return index.search(whole(form)).length; }) : [];
      if (told.length) also.push(fill(words.also, { name: name, forms: told.join(words.separator) }));
      wanted.push({ combineWith: "OR", queries: [{ combineWith: "AND", queries: [name] }].concat(told.map(whole)) });
    }
    return { combineWith: "AND", queries: wanted };
  }

  var index = new MiniSearch({
    fields: ["headline", "sentence", "names", "outlets"],
    storeFields: ["row"],
    tokenize: cut,
    processTerm: function (term) { return term; },
    searchOptions: {
      tokenize: asked,
      boost: { headline: 3, names: 2 },
      combineWith: "AND",
      prefix: function (term) { return term.length === 1 || term.search(HAN) !== 0; },
    },
  });

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  var form = make("form", "ask");
  form.setAttribute("role", "search");
  var label = make("label", "", words.label);
  label.htmlFor = "q";
  var field = make("input");
  field.id = "q";
  field.type = "search";
  field.autocomplete = "off";
  field.spellcheck = false;
  form.append(label, field);
  var status = make("p", "n");
  status.setAttribute("role", "status");
  var list = make("ol", "results");
  var more = make("button", "btn", words.show);
  var older = make("button", "btn", words.more);
  more.type = older.type = "button";
  more.hidden = older.hidden = true;
  box.append(form, status, list, more, older);

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, key) { return key in values ? values[key] : whole; });
  }

  /* A day (YYYY-MM-DD) or a month (YYYY-MM) as the other pages of the site say it. */
  function told(form, date) {
    var parts = date.split("-").map(Number);
    return fill(form, { year: parts[0], month: parts[1], day: parts[2], month_name: names[parts[1] - 1] });
  }

  function result(row) {
    var item = make("li");
    var head = make("a", "hl", row[3]);
    head.href = row[0] + "/stories/" + row[1] + ".html";
    head.lang = row[2];
    item.append(head, " ");
    if (row[5]) {
      var sentence = make("span", "se", row[5]);
      sentence.lang = row[4];
      item.append(sentence, " ");
    }
    var outlets = row[6].slice(0, 3).join(words.separator);
    item.append(make("small", "ol", told(words.day, row[0]) + (outlets && " · " + outlets)));
    return item;
  }

  function show() {
    var text = field.value.trim();
    var also = [];
    var found = text ? index.search(query(text, also)) : [];
    found.sort(function (a, b) {
      return b.score - a.score || (a.row[0] < b.row[0] ? 1 : a.row[0] > b.row[0] ? -1 : a.row[1] < b.row[1] ? -1 : 1);
    });
    list.replaceChildren.apply(list, found.slice(0, shown).map(function (one) { return result(one.row); }));
    var since = loaded ? told(words.month, months[loaded - 1]) : "";
    var telling = text ? (found.length ? words.found : words.nothing) : words.loaded;
    var first = fill(telling, { count: found.length, stories: total, month: since });
    status.textContent = [first].concat(also).join(words.stop);
    more.hidden = found.length <= shown;
    older.hidden = loaded >= months.length;
  }

  window.broadsheetMonth = function (month, rows) {
    index.addAll(rows.map(function (row) {
      return { id: row[0] + "/" + row[1], headline: row[3], sentence: row[5], outlets: row[6].join(" "),
               names: row[7].join(" "), row: row };
    }));
    total += rows.length;
  };

  function read(file, then) {
    var script = make("script");
    script.src = file;
    script.onload = then;
    script.onerror = function () { status.textContent = words.failed; };
    document.head.append(script);
  }

  function load(enough) {
    if (loaded >= months.length) { show(); return; }
    read("search/" + months[loaded] + ".js", function () {
      loaded += 1;
      if (total < enough) { load(enough); } else { show(); }
    });
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  field.addEventListener("input", function () { shown = PAGE; show(); });
  more.addEventListener("click", function () { shown += PAGE; show(); });
  older.addEventListener("click", function () { older.hidden = true; load(total + FIRST_LOAD); });

  var wanted = new URLSearchParams(location.search).get("q");
  if (wanted) field.value = wanted;
  read("forms.js", function () { load(FIRST_LOAD); });
  field.focus();
})();
