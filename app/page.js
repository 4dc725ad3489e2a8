// What only the browser can do: know the visitor's language, copy a citation, and bring a new answer into view.
window.vindplaats = (() => {
	const KEPT = "vindplaats.language";

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
		const label = button.dataset.label ?? button.textContent;
		button.dataset.label = label;
		if (await copied(button.dataset.copy)) {
			button.textContent = button.dataset.done;
			setTimeout(() => (button.textContent = label), 2000);
		}
	});

	// The clipboard is closed to pages served over plain HTTP from another machine; a selection can still be copied.
	async function copied(text) {
		try {
			await navigator.clipboard.writeText(text);
			return true;
		} catch {
			const area = Object.assign(document.createElement("textarea"), { value: text });
			document.body.append(area);
			area.select();
			const done = document.execCommand("copy");
			area.remove();
			return done;
		}
	}

	speak(preferred());
	return {
		arrive: (_, ...others) => [speak(preferred()), ...others],
		choose: (language, ...others) => {
			try {
				localStorage.setItem(KEPT, language);
			} catch {
				// as above
			}
			return [speak(language), ...others];
		},
		reveal: () => {
			const questions = document.querySelectorAll(".vp-question");
			const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
			questions[questions.length - 1]?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
		},
	};
})();
