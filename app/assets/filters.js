// The form that says of which letters a question is asked. What is chosen is kept here, as Gradio draws the form anew
// when the page changes its language.
window.vindplaatsFilters = (() => {
	let kept = {}; // name → text, of "letter" a list of ids

	const form = () => document.querySelector(".vp-filters");
	const inputs = () => [...(form()?.querySelectorAll("[name]") ?? [])];
	const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

	function read() {
		kept = {};
		for (const input of inputs()) {
			if (input.type !== "checkbox") {
				if (input.value.trim()) kept[input.name] = input.value.trim();
			} else if (input.checked) {
				(kept.letter ??= []).push(input.value);
			}
		}
		tell();
	}

	function refill() {
		for (const input of inputs()) {
			if (input.type === "checkbox") input.checked = kept.letter?.includes(input.value) ?? false;
			else input.value = kept[input.name] ?? "";
		}
		tell();
	}

	// The line that stands for the form while it is closed.
	function tell() {
		document.documentElement.classList.toggle("vp-filtered", Object.keys(kept).length > 0);
		const line = form()?.querySelector(".vp-choice");
		if (!line) return;
		const said = inputs()
			.filter((input) => input.type !== "checkbox" && kept[input.name])
			.map((input) => `${input.dataset.word.toLowerCase()} ${written(input)}`);
		const ticked = inputs().filter((input) => input.checked);
		if (ticked.length === 1) said.push(ticked[0].parentElement.querySelector(".vp-title").textContent);
		else if (ticked.length) said.push(form().dataset.letters.replace("{n}", ticked.length));
		line.textContent = said.join(", ") || form().dataset.none;
	}

	function written(input) {
		if (input.type !== "date") return input.value.trim();
		const day = new Date(`${input.value}T12:00`);
		const language = document.documentElement.lang === "nl" ? "nl-NL" : "en-GB";
		return day.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
	}

	function find(text) {
		const words = plain(text).split(/\s+/).filter(Boolean);
		for (const pick of form().querySelectorAll(".vp-pick")) {
			const ticked = pick.querySelector("input").checked; // never out of sight, or it would be forgotten
			pick.hidden = !ticked && !words.every((word) => pick.dataset.find.includes(word));
		}
	}

	function clear(button) {
		kept = {};
		refill();
		const finder = form()?.querySelector(".vp-find");
		if (finder) {
			finder.value = "";
			find("");
		}
		vindplaats.say(button.dataset.said);
		// the button is gone now, and the focus must not be lost with it
		(button.closest(".vp-filters")?.querySelector("summary") ?? document.querySelector(".vp-box textarea"))?.focus();
	}

	document.addEventListener("input", (event) => {
		if (event.target.matches(".vp-find")) find(event.target.value);
		else if (event.target.matches(".vp-filters [name]")) read();
	});
	document.addEventListener("click", (event) => {
		const button = event.target.closest?.(".vp-clear");
		if (button) clear(button);
	});

	// What was chosen as text for the address, and back again; an address can hold anything, the form only what it knows.
	const asText = () => (Object.keys(kept).length ? JSON.stringify(kept) : null);

	function take(text) {
		kept = {};
		try {
			const given = JSON.parse(text ?? "{}");
			for (const name of ["dossier", "sender", "from", "until"]) {
				if (typeof given[name] === "string" && given[name]) kept[name] = given[name];
			}
			const letters = Array.isArray(given.letter) ? given.letter.filter((id) => typeof id === "string") : [];
			if (letters.length) kept.letter = letters;
		} catch {
			// no filters, then
		}
		refill();
	}

	return {
		refill,
		take,
		text: asText,
		// With the question goes what was chosen; the form folds away, so that the answer can be seen.
		ask: (question, _, ...others) => {
			const bar = form();
			if (bar) bar.open = false;
			vindplaats.asking();
			return [question, kept, ...others];
		},
	};
})();
