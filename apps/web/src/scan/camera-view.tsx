import { Button, Notice, useText } from '@postern/ui';
import { useEffect, useRef, useState } from 'react';
import { type CameraProblem, watchCamera } from './watch-camera.ts';

export interface CameraViewProps {
  readonly onText: (text: string) => void;
  readonly onStop: () => void;
}

/** What the camera sees, until there is a code in it. Taking it off the page turns the camera off. */
export function CameraView({ onText, onStop }: CameraViewProps) {
  const text = useText().scan;
  const video = useRef<HTMLVideoElement>(null);
  const read = useRef(onText);
  const [live, setLive] = useState(false);
  const [problem, setProblem] = useState<CameraProblem>();
  read.current = onText;

  useEffect(() => {
    if (video.current === null) return;
    const end = new AbortController();
    void watchCamera(video.current, end.signal, () => setLive(true)).then((outcome) => {
      if (outcome === undefined || end.signal.aborted) return;
      if ('text' in outcome) read.current(outcome.text);
      else setProblem(outcome.problem);
    });
    return () => end.abort();
  }, []);

  if (problem !== undefined) {
    return (
      <Notice tone="need" urgent>
        {text.camera[problem]}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <video
        ref={video}
        playsInline
        muted
        aria-label={text.cameraLabel}
        className="aspect-4/3 w-full max-w-md rounded-lg bg-hover object-cover"
      />
      <p role="status" className="text-ink-2">
        {live ? text.looking : text.starting}
      </p>
      <Button onClick={onStop}>{text.stopCamera}</Button>
    </div>
  );
}
