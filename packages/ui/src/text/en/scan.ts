/** Reading a QR code: by camera, from a file, or typed. */
export const scan = {
  scan: {
    useCamera: 'Use the camera',
    stopCamera: 'Stop the camera',
    chooseFile: 'Choose a picture or PDF',
    fileHint: 'A photo or screenshot of the code, or the PDF that Postern made. It is read on this device.',
    onScreen: {
      chooseFile: 'Choose a picture',
      fileHint: 'A photo or screenshot of the code. It is read on this device.',
    },
    cameraLabel: 'What the camera sees',
    starting: 'Starting the camera. Your browser asks whether this page may use it.',
    looking: 'Hold the code in front of the camera. It is read by itself.',
    submit: 'Continue',
    camera: {
      denied:
        'This page may not use the camera. Allow it in your browser’s settings for this site, or choose a picture instead.',
      none: 'This device has no camera that the browser can use. Choose a picture or type the code instead.',
      busy: 'The camera does not start. Another program may be using it; close that and try again.',
      unsupported: 'This browser gives pages no camera here. Choose a picture or type the code instead.',
    },
    file: {
      noCode:
        'There is no QR code in this picture that can be read. Take it again from straight above, sharp and in good light.',
      noPicture: 'This file is no picture that the browser can open, and no PDF.',
      noSheet:
        'This PDF carries no code. Choose the file that Postern saved, or a photo of the printed page; a PDF that another program printed or scanned keeps only the picture.',
      large: 'This file is too large. A picture of the code has a few megabytes at most.',
    },
  },
};
