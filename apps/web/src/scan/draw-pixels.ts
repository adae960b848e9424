import type { Pixels } from './read-qr.ts';

/**
 * The pixels of a picture or of what a camera shows, made smaller where its longer side is above `side`. See-through
 * parts of a picture count as white, as they do on paper.
 */
export function drawPixels(source: CanvasImageSource, width: number, height: number, side: number): Pixels {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser draws no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
