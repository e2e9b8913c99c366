/** The product's mark and name. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5 text-[0.9375rem] font-bold tracking-tight text-ink">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="#087f5b" />
        <path
          d="M8 12a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v5a4 4 0 0 1-4 4h-5.2L10 24.6V21a4 4 0 0 1-2-3.5z"
          fill="#fff"
        />
        <circle cx="12.6" cy="14.6" r="1.5" fill="#087f5b" />
        <circle cx="16.6" cy="14.6" r="1.5" fill="#087f5b" />
        <circle cx="20.6" cy="14.6" r="1.5" fill="#087f5b" />
      </svg>
      sms-crm
    </span>
  );
}
