import { createInterface } from 'node:readline';

/** What a command says and asks. */
export interface Terminal {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly ask: (question: string) => Promise<string>;
  /** As `ask`; what is typed is not shown. */
  readonly askHidden: (question: string) => Promise<string>;
  readonly close: () => void;
}

/** Standard input and output. Where nobody sits at a terminal, each answer is a line of the input. */
export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let lines: AsyncIterator<string> | undefined;
  let closeLines = () => {};
  const nextLine = async (): Promise<string> => {
    if (lines === undefined) {
      const reader = createInterface({ input: stdin, terminal: false });
      lines = reader[Symbol.asyncIterator]();
      closeLines = () => reader.close();
    }
    const next = await lines.next();
    return next.done === true ? '' : next.value;
  };
  return {
    say: (text) => void stdout.write(`${text}\n`),
    complain: (text) => void stderr.write(`${text}\n`),
    ask: async (question) => {
      stdout.write(`${question}: `);
      if (!stdin.isTTY) return nextLine();
      const reader = createInterface({ input: stdin, output: stdout });
      const answer = await new Promise<string>((resolve) => reader.question('', resolve));
      reader.close();
      return answer;
    },
    askHidden: async (question) => {
      stdout.write(`${question} (not shown): `);
      const answer = stdin.isTTY ? await readHidden() : await nextLine();
      stdout.write('\n');
      return answer;
    },
    close: () => {
      closeLines();
      stdin.pause();
    },
  };
}

const enter = new Set(['\r', '\n', '\u0004']);
const interrupt = '\u0003';
const backspace = new Set(['\u007f', '\b']);

/** One line from the terminal itself, which shows nothing of it. */
function readHidden(): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve) => {
    let typed: string[] = [];
    const done = () => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
    };
    const take = (chunk: Buffer) => {
      for (const character of chunk.toString('utf8')) {
        if (character === interrupt) {
          done();
          process.exit(130);
        }
        if (enter.has(character)) {
          done();
          resolve(typed.join(''));
          return;
        }
        typed = backspace.has(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', take);
  });
}
