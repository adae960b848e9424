import { useMemo } from 'react';
import { encode } from 'uqr';

export interface QrCodeProps {
  readonly text: string;
  /** What a camera finds in it, read aloud instead of the picture. */
  readonly label: string;
  /** Side in pixels, quiet zone included. */
  readonly size?: number;
}

/** A QR code, dark on white in both themes, since many cameras read nothing else. Drawn on this device. */
export function QrCode({ text, label, size = 184 }: QrCodeProps) {
  const { side, path } = useMemo(() => {
    const qr = encode(text, { ecc: 'M', border: 4 });
    const cells = qr.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { side: qr.size, path: cells.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="shrink-0 rounded-lg"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
