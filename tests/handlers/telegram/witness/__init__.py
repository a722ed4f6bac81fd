"""An outside witness: the Telegram of the npm package `telegram-test-api` 4.2.1, by people who never saw our code.

    with Witness() as telegram:
        telegram.say(GROUP, "Camille", 101, "#brouillon …")
        telegram.answers(GROUP)
        telegram.tap(101, message, data)

Where there is no Node 20, or no network on the first run, whoever asks is skipped. It starts in half a second.

What it can witness
    That updates are fetched, messages posted as answers, texts and keyboards edited in place, taps with the data of a
    button understood and answered: the requests are read by Express and by nobody of us.

Where it is not Telegram
    Not there (HTTP 500, `{"message": …}`): all but getMe, getUpdates, sendMessage, editMessageText,
    editMessageReplyMarkup, deleteMessage, answerCallbackQuery, setWebhook, deleteWebhook. No files, no administrators,
    no commands, no reactions: Vigie has to do without.
    Nothing is validated: any text, any keyboard, any chat; HTML is kept as it was written; a message that is not there
    can be edited. Numbers of messages are counted over all chats.
    It hands every update out once, whatever the offset: what is lost on the way is lost.
    `start.mjs` mends what no library can read, and of that it is no witness: getMe lacks `is_bot`; the date of a
    message is in thousandths of a second, and what was sent is echoed beside it as text; edits and answers result in
    null; getUpdates answers at once, where Telegram waits.
"""
