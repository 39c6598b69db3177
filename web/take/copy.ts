/** Makes a button copy a text, and say whether that worked. */
export function copies(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    // There is no clipboard outside secure contexts.
    const written = navigator.clipboard?.writeText(text()) ?? Promise.reject();
    const done = await written.then(
      () => true,
      () => false,
    );
    button.textContent = done ? "Copied" : "Failed";
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}
