// What was asked in this browser, which alone keeps it; and the conversation as a file.
window.vindplaatsHistory = (() => {
	const KEPT = "vindplaats.asked";
	const MOST = 20;
	let noted = []; // the questions on the page, which are kept already

	function kept() {
		try {
			const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
			return Array.isArray(found) ? found.filter((each) => typeof each?.q === "string").slice(0, MOST) : [];
		} catch {
			return []; // storage may be switched off, or hold anything
		}
	}

	function keep(list) {
		try {
			if (list.length) localStorage.setItem(KEPT, JSON.stringify(list.slice(0, MOST)));
			else localStorage.removeItem(KEPT);
		} catch {
			// as above
		}
	}

	// The questions that stand on the page, as they can be asked by themselves: a follow-up as it was read.
	function asked() {
		const found = new Map(); // by the question's number: the oldest leave a long conversation
		let turn;
		for (const each of document.querySelectorAll(".vp-question, .vp-answer[data-asked]")) {
			if (each.matches(".vp-question")) found.set((turn = each.dataset.turn), each.lastChild.textContent.trim());
			else if (turn) found.set(turn, each.dataset.asked);
		}
		return [...found].filter(([, q]) => q.length <= vindplaats.LONGEST);
	}

	const same = (one, other) => one.q.toLowerCase() === other.q.toLowerCase() && (one.in ?? null) === (other.in ?? null);

	// The newest first, each once, with the letters it was asked of.
	function note() {
		const before = new Map(noted.map((each) => [each.turn, each]));
		const now = asked().map(([turn, q]) => {
			const known = before.get(turn);
			return { turn, q, in: known ? known.in : (vindplaatsFilters.text() ?? undefined) };
		});
		const fresh = now.filter((each) => each.q !== before.get(each.turn)?.q);
		const stale = fresh.map((each) => before.get(each.turn)).filter(Boolean);
		if (fresh.length) {
			const others = kept().filter((each) => ![...fresh, ...stale].some((one) => same(one, each)));
			keep([...fresh.reverse().map(({ q, in: within }) => ({ q, in: within })), ...others]);
		}
		const changed = fresh.length > 0 || now.length !== noted.length;
		noted = now;
		if (changed) draw();
	}

	function draw() {
		const place = document.querySelector(".vp-history");
		if (!place) return;
		// what stands on the page, as a question or as an example, is there already
		const here = noted.length ? noted : JSON.parse(place.dataset.examples).map((q) => ({ q }));
		const offered = kept().filter((each) => !here.some((one) => same(one, each)));
		const state = JSON.stringify([offered, document.documentElement.lang, noted.length === 0]);
		if (place.dataset.state === state) return; // what has the focus keeps it
		place.dataset.state = state;
		place.hidden = offered.length === 0;
		place.open = noted.length === 0;
		place.querySelector(".vp-history-count").textContent = offered.length;
		place.querySelector("ol").replaceChildren(
			...offered.map((each) => {
				const button = Object.assign(document.createElement("button"), { type: "button", className: "vp-ask-again" });
				button.textContent = each.q;
				button.addEventListener("click", () => again(each));
				const item = document.createElement("li");
				item.append(button);
				return item;
			}),
		);
	}

	function again(entry) {
		vindplaatsFilters.take(entry.in);
		vindplaats.ask(entry.q);
		document.querySelector(".vp-box textarea")?.focus({ preventScroll: true }); // the list is drawn anew under it
	}

	function clear(button) {
		keep([]);
		if (!noted.length) vindplaats.forget(); // or a reload would ask it, and keep it, again
		draw();
		vindplaats.say(button.dataset.said);
		document.querySelector(".vp-box textarea")?.focus();
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest?.(".vp-history-clear");
		if (button) clear(button);
	});
	// browsers do it at the server's word, but only over https
	document.addEventListener("submit", (event) => event.target.matches(".vp-logout") && keep([]));
	addEventListener("storage", (event) => event.key === KEPT && draw()); // another tab asked or cleared
	new MutationObserver(note).observe(document.documentElement, { childList: true, subtree: true });

	// The file comes with the answer: it never lies on the server's disk.
	function save(file) {
		if (!file?.data) return;
		const bytes = Uint8Array.from(atob(file.data), (sign) => sign.charCodeAt(0));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
		link.download = file.name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
		vindplaats.say(file.said);
	}

	return { draw, save };
})();
