// What only the browser can do: know the visitor's language, copy a citation or a quote, and bring a new answer into view.
window.vindplaats = (() => {
	const KEPT = "vindplaats.language";
	let before = 0; // questions on the page when one more was asked
	const questions = () => [...document.querySelectorAll(".vp-question")];

	function kept() {
		try {
			return localStorage.getItem(KEPT);
		} catch {
			return null; // storage may be switched off; the choice then lasts as long as the page
		}
	}

	function speak(language) {
		document.documentElement.lang = language;
		return language;
	}

	// Dutch or English, whichever the browser lists first; English for a visitor who reads neither.
	function preferred() {
		const known = [kept(), ...(navigator.languages ?? [navigator.language])]
			.map((language) => (language ?? "").toLowerCase().split("-")[0])
			.find((language) => language === "nl" || language === "en");
		return known ?? "en";
	}

	document.addEventListener("click", async (event) => {
		const button = event.target.closest?.(".vp-copy");
		if (!button) return;
		const { copy, rich, done, said, failed } = button.dataset;
		const label = (button.dataset.label ??= button.textContent);
		if (!(await copied(copy, rich))) return say(failed, true);
		say(said);
		button.textContent = done;
		button.classList.add("vp-done");
		setTimeout(() => {
			button.textContent = label;
			button.classList.remove("vp-done");
		}, 2000);
	});

	async function copied(text, rich) {
		try {
			const kinds = { "text/plain": text, "text/html": rich };
			const blobs = Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })]);
			await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
			return true;
		} catch {
			return copiedFromSelection(text, rich);
		}
	}

	// The clipboard is closed to pages served over plain HTTP from another machine; a selection can still be copied.
	function copiedFromSelection(text, rich) {
		const before = document.activeElement;
		const area = Object.assign(document.createElement("textarea"), { value: text });
		document.body.append(area);
		area.select();
		const fill = (event) => {
			event.clipboardData.setData("text/plain", text);
			event.clipboardData.setData("text/html", rich);
			event.preventDefault();
		};
		area.addEventListener("copy", fill);
		const done = document.execCommand("copy");
		area.remove();
		before?.focus({ preventScroll: true });
		return done;
	}

	// A line for those who hear the page; it is shown only where something failed.
	function say(text, seen = false) {
		const line = document.getElementById("vp-said");
		if (!line) return;
		line.textContent = "";
		line.classList.toggle("vp-seen", seen);
		setTimeout(() => (line.textContent = text), 50); // the same words again are only spoken when they are new
		setTimeout(() => line.classList.remove("vp-seen"), 6000);
	}

	speak(preferred());
	return {
		say,
		arrive: (_, ...others) => [speak(preferred()), ...others],
		choose: (language, ...others) => {
			try {
				localStorage.setItem(KEPT, language);
			} catch {
				// as above
			}
			return [speak(language), ...others];
		},
		asking: () => (before = questions().length),
		// Gradio says that the answer is there before it has drawn it, and what isn't drawn can't be scrolled to.
		reveal: async () => {
			const drawn = () => questions().length > before && !document.querySelector(".vp-chat .vp-busy");
			for (let frames = 0; frames < 60 && !drawn(); frames++) await new Promise(requestAnimationFrame);
			const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
			questions().at(-1)?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
		},
	};
})();
