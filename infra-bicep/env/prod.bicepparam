using '../main.bicep'

param environmentName = 'prod'
param community = 'lethbridge'
param mail = 'sendgrid'
param mailFrom = 'Housing First hub <hub@your-town.example>'
param mailWebhook = true
param alertMail = 'hub-operator@your-town.example'
param monthlyBudget = 10
param budgetStart = '2026-12-01'
param dailyLogCapGb = '0.2'
param agencies = []
param suspendedAgencies = []
