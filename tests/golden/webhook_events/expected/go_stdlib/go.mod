module example.com/webhookevents

go 1.23
