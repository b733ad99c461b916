import mime from "mime-types";

/** Types with several extensions, and unregistered names that senders use. */
const usual: Readonly<Record<string, string>> = {
  "image/jpg": "jpg",
  "image/pjpeg": "jpg",
  "image/x-png": "png",
  "video/quicktime": "mov",
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/x-mp3": "mp3",
  "text/vcard": "vcf",
  "text/directory": "vcf",
  "application/ics": "ics",
  "text/x-vcalendar": "vcs",
  "application/x-pdf": "pdf",
  "application/acrobat": "pdf",
  "application/ms-tnef": "dat",
  "application/vnd.ms-tnef": "dat",
  "application/x-pkcs7-signature": "p7s",
  "application/x-gzip": "gz",
  "application/x-zip": "zip",
  "application/x-msword": "doc",
  "application/x-msexcel": "xls",
  "application/x-excel": "xls",
  "image/tiff": "tiff",
  "image/bitmap": "bmp",
  "message/global": "eml",
  "message/partial": "eml",
  "message/delivery-status": "txt",
  "message/disposition-notification": "txt",
  "text/rfc822-headers": "txt",
  "video/mp4": "mp4",
  "video/3gpp": "3gp",
  "audio/3gpp": "3gp",
};

/** The usual extension of files of this type, without a dot; `bin` for unknown types. */
export function extensionOf(mediaType: string): string {
  return usual[mediaType] ?? (mime.extension(mediaType) || (mediaType.startsWith("text/") ? "txt" : "bin"));
}

/** The type of files with this name. */
export function mediaTypeOf(fileName: string): string {
  return mime.lookup(fileName) || "application/octet-stream";
}
