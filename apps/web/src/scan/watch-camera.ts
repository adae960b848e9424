import { drawPixels } from './draw-pixels.ts';
import { readQr } from './read-qr.ts';

/** Why there is no picture; each has words of its own. */
export type CameraProblem = 'denied' | 'none' | 'busy' | 'unsupported';

/** Enough for a code that fills a third of the picture, and quick on a small phone. */
const side = 900;
const betweenLooksMs = 120;

/**
 * Shows the camera in `video` and looks for a QR code until there is one or `signal` ends it; the camera is off again
 * afterwards, whatever happens. `onLive` is called once there is a picture. Answers the code's text, the reason why there
 * is no picture, or `undefined` when it was ended. What the camera sees stays in the page.
 */
export async function watchCamera(
  video: HTMLVideoElement,
  signal: AbortSignal,
  onLive: () => void,
): Promise<{ readonly text: string } | { readonly problem: CameraProblem } | undefined> {
  if (navigator.mediaDevices?.getUserMedia === undefined) return { problem: 'unsupported' };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      // The camera that looks away from the person, where there are two.
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    return signal.aborted ? undefined : { problem: problemOf(error) };
  }
  try {
    if (signal.aborted) return undefined;
    video.srcObject = stream;
    await video.play();
    onLive();
    while (!signal.aborted) {
      if (video.videoWidth > 0) {
        const text = await readQr(drawPixels(video, video.videoWidth, video.videoHeight, side));
        if (text !== undefined) return { text };
      }
      await new Promise((next) => setTimeout(next, betweenLooksMs));
    }
    return undefined;
  } catch (error) {
    // `play` is cut short when the page goes on meanwhile.
    if (signal.aborted) return undefined;
    if (error instanceof DOMException) return { problem: problemOf(error) };
    throw error;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

/** Browsers tell by the name of the error alone. */
function problemOf(error: unknown): CameraProblem {
  switch (error instanceof Error ? error.name : undefined) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotSupportedError':
    case 'TypeError':
      return 'unsupported';
    default:
      return 'busy';
  }
}
