module specloom.invalid/sdk

go 1.23
