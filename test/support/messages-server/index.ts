export { answer, delivered, failure, plain, type RecordedRequest, type Reply, type Turn } from "./reply";
export { type MessagesServer, startMessagesServer } from "./server";
