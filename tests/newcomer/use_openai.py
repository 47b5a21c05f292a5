"""A chat, whole and as it is written, a file, and a moment of too many requests."""

import sys

from open_ai import OpenAi

with OpenAi(base_url=sys.argv[1], key="sk-1") as openai:
    answer = openai.chat.create_chat_completion(model="gpt-5.1", messages=[{"role": "user", "content": "Say hello."}])
    print(answer.choices[0].message.content)

    with openai.chat.create_chat_completion_stream(
        model="gpt-5.1", messages=[{"role": "user", "content": "Count."}], temperature=0.5
    ) as events:
        print("|".join(event.choices[0].delta.content or "" for event in events))

    file = openai.files.create(file=("notes.jsonl", b'{"a": 1}\n'), purpose="batch")
    print(file.id, file.bytes)

    print([model.id for model in openai.models.list().data])
