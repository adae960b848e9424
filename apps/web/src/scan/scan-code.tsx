import { Button, Notice, useText } from '@postern/ui';
import { Camera, FileUp } from 'lucide-react';
import { type ClipboardEvent, useRef, useState } from 'react';
import { CameraView } from './camera-view.tsx';
import { type FileProblem, readFile } from './read-file.ts';
import { TypeCode } from './type-code.tsx';

export interface ScanCodeProps {
  /** What was read or typed, without white space around it. Whether it is a right code is for the caller to say. */
  readonly onText: (text: string) => void;
  /** The words of a field for typing or pasting the code; without them there is none. */
  readonly typed?: { readonly label: string; readonly hint?: string };
  /** The code that came is being tried. */
  readonly busy?: boolean;
  /** To film is what the page is for: its button is the main one. */
  readonly isMain?: boolean;
  /** The code is on another screen: there is no PDF of it. */
  readonly onScreen?: boolean;
}

/**
 * Reads a QR code: by the camera, from a chosen or pasted picture, from a PDF that Postern made, or typed. Says plainly
 * what is in the way, and nothing it sees leaves the page but by `onText`.
 */
export function ScanCode({ onText, typed, busy = false, isMain = false, onScreen = false }: ScanCodeProps) {
  const text = useText().scan;
  const file = useRef<HTMLInputElement>(null);
  const [filming, setFilming] = useState(false);
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<FileProblem>();
  const { chooseFile, fileHint } = onScreen ? text.onScreen : text;

  const take = (read: string) => {
    setFilming(false);
    setProblem(undefined);
    onText(read.trim());
  };
  const takeFile = async (chosen: File) => {
    setProblem(undefined);
    setReading(true);
    const read = await readFile(chosen);
    setReading(false);
    if (read.ok) take(read.text);
    else setProblem(read.problem);
  };
  const paste = (event: ClipboardEvent) => {
    const [picture] = event.clipboardData.files;
    if (picture === undefined) return;
    event.preventDefault();
    void takeFile(picture);
  };

  return (
    <div className="flex flex-col gap-4" onPaste={paste}>
      {problem !== undefined && (
        <Notice tone="need" urgent>
          {text.file[problem]}
        </Notice>
      )}
      {filming && <CameraView onText={take} onStop={() => setFilming(false)} />}
      <div className="flex flex-wrap gap-2">
        {!filming && (
          <Button
            kind={isMain ? 'primary' : 'secondary'}
            icon={<Camera size={16} aria-hidden="true" />}
            onClick={() => setFilming(true)}
            busy={busy}
          >
            {text.useCamera}
          </Button>
        )}
        <Button
          icon={<FileUp size={16} aria-hidden="true" />}
          onClick={() => file.current?.click()}
          busy={busy || reading}
        >
          {chooseFile}
        </Button>
        <input
          ref={file}
          type="file"
          accept={onScreen ? 'image/*' : 'image/*,application/pdf'}
          aria-label={chooseFile}
          tabIndex={-1}
          className="hidden"
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? [];
            // The same file may be chosen again once it was mended.
            currentTarget.value = '';
            if (chosen !== undefined) void takeFile(chosen);
          }}
        />
      </div>
      <p className="text-ink-2 text-sm">{fileHint}</p>
      {typed !== undefined && <TypeCode {...typed} busy={busy} onText={take} />}
    </div>
  );
}
