/** What to do, in order. */
export function NumberedSteps({ steps }: { readonly steps: readonly string[] }) {
  return (
    <ol className="flex flex-col gap-2.5">
      {steps.map((step, index) => (
        <li key={step} className="flex gap-3">
          <span
            aria-hidden="true"
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent text-xs"
          >
            {index + 1}
          </span>
          <span className="max-w-prose pt-0.5">{step}</span>
        </li>
      ))}
    </ol>
  );
}
