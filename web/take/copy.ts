/** Makes a button copy a text, and say whether that worked; if not, the element that shows the text is selected. */
export function copies(button: HTMLButtonElement, text: () => string, shown?: Element): void {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    // There is no clipboard outside secure contexts.
    const written = navigator.clipboard?.writeText(text()) ?? Promise.reject();
    const done = await written.then(
      () => true,
      () => false,
    );
    // Then it is ready to be copied by hand.
    if (!done && shown) getSelection()?.selectAllChildren(shown);
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}
