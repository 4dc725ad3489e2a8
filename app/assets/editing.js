// Adding letters, one file after another, and removing them; only where the page may change the library.
(() => {
	const drawer = () => document.getElementById("vp-letters");
	const words = () => drawer().querySelector(".vp-adding").dataset;
	const waiting = [];
	let busy = false;

	function element(name, className, text = "") {
		return Object.assign(document.createElement(name), { className, textContent: text });
	}

	function line(file) {
		const row = element("li", "");
		const outcome = element("span", "vp-outcome", words().waiting);
		row.append(element("span", "vp-file", file.name), " — ", outcome);
		drawer().querySelector(".vp-results").append(row);
		return { row, outcome };
	}

	function take(files) {
		if (!files.length) return;
		const { outcome, row } = files.length > Number(words().files) ? line({ name: `${files.length}` }) : {};
		if (row) return fail(row, outcome, words().crowd);
		for (const file of files) waiting.push({ file, ...line(file) });
		work();
	}

	async function work() {
		if (busy) return;
		busy = true;
		while (waiting.length) await add(waiting.shift());
		busy = false;
		vindplaatsLetters.look();
	}

	function fail(row, outcome, why, language = "") {
		row.classList.add("vp-failed");
		const reason = element("span", "", why);
		if (language) reason.lang = language;
		outcome.replaceChildren(`${words().failed}: `, reason);
	}

	async function add({ file, row, outcome, replace = false }) {
		if (file.size > Number(words().most)) return fail(row, outcome, words().large);
		const bar = element("progress", "");
		bar.setAttribute("aria-label", file.name);
		row.append(bar);
		outcome.textContent = words().sending;
		const answer = await sent(file, replace, (share, reading) => {
			if (share === null) bar.removeAttribute("value");
			else bar.value = share;
			if (reading && outcome.textContent !== words().reading) outcome.textContent = words().reading;
		});
		bar.remove();
		if (!answer) return fail(row, outcome, words().unreached);
		if (answer.held) return ask(file, row, outcome, answer.held);
		if (answer.error) return fail(row, outcome, answer.error.replace(`${file.name}: `, ""), "en"); // as the command says it
		const parts = ["added", "replaced", "unchanged"].filter((each) => answer[each].length);
		outcome.replaceChildren(...parts.flatMap((each, place) => [place ? "; " : "", `${words()[each]}: `, ...named(answer[each])]));
		if (!answer.failures.length) return;
		row.append(Object.assign(element("span", "vp-wrong", ` ${answer.failures.join("; ")}`), { lang: "en" }));
	}

	// Another letter has the file's name: it is replaced if that is wanted.
	function ask(file, row, outcome, held) {
		const replace = Object.assign(element("button", "vp-replace", words().replace), { type: "button" });
		outcome.replaceChildren(`${words().held}: `, ...named(held), ". ", replace);
		replace.onclick = () => {
			outcome.textContent = words().waiting;
			waiting.push({ file, row, outcome, replace: true });
			work();
		};
	}

	// Letters by their ids, as links, or how many they are.
	function named(ids) {
		if (ids.length > 3) return [words().letters.replace("{n}", ids.length)];
		return ids.flatMap((id, place) => {
			const link = element("a", "", id);
			link.href = `?${new URLSearchParams({ letter: id })}`;
			link.dataset.letter = id;
			return [place ? ", " : "", link];
		});
	}

	// What the server says became of a file; null where it is not there. Only XMLHttpRequest tells how much is sent. Then
	// lines come that tell how much is read, the last of which is the answer.
	function sent(file, replace, progress) {
		return new Promise((done) => {
			const request = new XMLHttpRequest();
			request.open("POST", `api/letters?${new URLSearchParams({ name: file.name, replace })}`);
			request.setRequestHeader("Content-Type", "application/octet-stream");
			request.setRequestHeader("Accept", "application/x-ndjson");
			request.upload.onprogress = (event) => progress(event.loaded / event.total, false);
			request.upload.onload = () => progress(null, true);
			const last = () => JSON.parse(request.responseText.trimEnd().split("\n").at(-1));
			request.onprogress = () => {
				if (!request.responseText.endsWith("\n")) return;
				const { done: read, total } = last();
				if (total) progress(read / total, true);
			};
			request.onload = () => {
				try {
					done(last());
				} catch {
					done(null);
				}
			};
			request.onerror = () => done(null);
			request.send(file);
		});
	}

	document.addEventListener("change", (event) => {
		if (!event.target.matches?.(".vp-choose input")) return;
		take([...event.target.files]);
		event.target.value = ""; // the same file can be chosen again
	});

	for (const kind of ["dragover", "dragleave", "drop"]) {
		document.addEventListener(kind, (event) => {
			const inside = event.target.closest?.("#vp-letters");
			if (!inside || !event.dataTransfer?.types.includes("Files")) return;
			event.preventDefault(); // or the browser would open the file
			inside.classList.toggle("vp-dropping", kind === "dragover");
			if (kind === "drop") take([...event.dataTransfer.files]);
		});
	}

	document.addEventListener("click", async (event) => {
		const button = event.target.closest?.("#vp-letters :is(.vp-remove, .vp-no, .vp-yes)");
		if (!button) return;
		const dialog = drawer().querySelector(".vp-confirm");
		if (button.matches(".vp-no")) return dialog.close();
		if (button.matches(".vp-remove")) {
			const row = button.closest("li");
			dialog.dataset.id = button.dataset.id;
			const title = row.querySelector(".vp-title").cloneNode(true);
			const said = document.createElement("span");
			said.lang = title.lang;
			said.append(...title.childNodes);
			dialog.querySelector(".vp-named").replaceChildren(
				said,
				...[...row.querySelectorAll("cite")].map((cite) => cite.cloneNode(true)),
			);
			dialog.querySelector(".vp-wrong").textContent = "";
			dialog.showModal();
			return;
		}
		const id = dialog.dataset.id;
		const leaving = new AbortController();
		const leave = () => leaving.abort();
		dialog.addEventListener("close", leave);
		button.disabled = true;
		// changes are made one after another: a removal waits as long as files that are being added take
		const waits = setTimeout(() => (dialog.querySelector(".vp-wrong").textContent = dialog.dataset.waits), 1500);
		const wrong = await removed(id, leaving.signal).catch(() => dialog.dataset.unreached);
		clearTimeout(waits);
		dialog.removeEventListener("close", leave);
		button.disabled = false;
		if (leaving.signal.aborted) return vindplaatsLetters.look(); // it may have been under way already
		dialog.querySelector(".vp-wrong").textContent = wrong;
		if (wrong) return;
		dialog.close();
		const row = drawer().querySelector(`.vp-remove[data-id="${CSS.escape(id)}"]`)?.closest("li");
		const next = row?.nextElementSibling ?? row?.previousElementSibling;
		row?.remove();
		(next?.querySelector(".vp-title") ?? drawer().querySelector("h2")).focus();
		vindplaats.say(dialog.dataset.done);
		vindplaatsLetters.look();
	});

	// What is wrong, "" where the letter is gone.
	async function removed(id, signal) {
		const answer = await fetch(`api/letters/${encodeURIComponent(id)}`, { method: "DELETE", signal });
		return answer.ok || answer.status === 404 ? "" : (await vindplaats.told(answer)).error;
	}
})();
