metadata description = 'The Housing First hub in one resource group: the function app, its two storage accounts, Service Bus, Key Vault, logs, alerts and a budget.'

import { principals } from 'modules/types.bicep'

targetScope = 'resourceGroup'

// Where and what

@description('What the names of all resources begin with: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'hfhub'

@description('Which of the environments this is; it goes into names and tags.')
@allowed(['dev', 'prod'])
param environmentName string

@description('The region. Personal data stay in it.')
param location string = resourceGroup().location

@description('The community\'s id, the first part of every row\'s key: never changed once there are data.')
@minLength(2)
@maxLength(30)
param community string

@description('Where people reach the pages, ending in a slash: links in mail begin with it. Empty: the function app\'s own address.')
param publicUrl string = ''

// Agencies

@description('The agencies that read a queue of their own. `hub export bicepparam` writes them from the directory.')
param agencies string[] = []

@description('Agencies that are suspended: their queue stays, and nobody can read it. `hub export bicepparam` writes them too.')
param suspendedAgencies string[] = []

@description('How agencies open queues: by keys (sas), or as identities of Entra ID (entra), and then with no keys at all.')
@allowed(['sas', 'entra'])
param agencyAuth string = 'sas'

@description('With entra: the object id of each agency\'s identity, by the agency\'s id.')
param agencyPrincipals principals = {}

// The program

@description('Service Bus. Basic has no monthly base charge and is enough; Standard has one.')
@allowed(['Basic', 'Standard'])
param serviceBusSku string = 'Basic'

@description('How often the tick runs (UTC, six fields). Rarer is cheaper, and mail leaves later.')
param tickSchedule string = '0 */5 * * * *'

@description('Memory of an instance. The bill is memory times time.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 512

@description('The most instances at once; 40 is the least that can be set.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

// Mail

@description('Who takes the mail: sendgrid, smtp://USER@HOST:587 or smtps://USER@HOST:465. The secret is in the vault as mail-secret.')
param mail string

@description('The sender, as `Housing First hub <hub@your-town.example>`.')
param mailFrom string

@description('How many mails may leave within any minute, or none.')
param mailPerMinute string = '600'

@description('What is done with a mail whose answer was lost.')
@allowed(['hold', 'resend'])
param mailUnknown string = 'hold'

@description('The mailbox to which mail comes back: pop3s://USER@HOST. Its secret is in the vault as mail-bounces-secret. Empty: none is fetched.')
param mailBounces string = ''

@description('Whether the vault holds SendGrid\'s key for signed events as mail-webhook-key.')
param mailWebhook bool = false

// People

@description('Who is told when something is wrong.')
param alertMail string

@description('The client id of the hub\'s registration at Entra ID: whoever has its role operator sends commands with hub --hub. Empty: none are taken.')
param operatorAudience string = ''

@description('Who vouches for operators: an OpenID Connect provider. This tenant, where nothing else is said.')
param operatorAuthority string = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

@description('The object id of the person or group that puts secrets into the vault and restores backups. Empty: nobody gets that right here.')
param administratorPrincipalId string = ''

// Limits

@description('The most that is logged a day, in GB, as text since it may be a fraction. What comes after it that day is dropped.')
param dailyLogCapGb string = '0.1'

@description('The month\'s budget in the subscription\'s currency: mail at half, at all of it, and where all of it is foreseen.')
param monthlyBudget int = 10

@description('The first day of the month in which the budget begins, such as 2026-12-01.')
param budgetStart string

@description('Whether the data account and the vault can\'t be deleted before their locks are taken off.')
param lockData bool = true

@description('The tags of every resource.')
var tags = { application: 'housing-first-hub', environment: environmentName }

@description('What most names are.')
var stem = '${name}-${environmentName}'

@description('What makes names unique in all of Azure.')
var suffix = uniqueString(resourceGroup().id, name, environmentName)

@description('The function app, and so its address.')
var appName = '${stem}-${suffix}'

@description('The namespace.')
var busName = '${stem}-bus-${suffix}'

@description('The vault.')
var vaultName = take('${name}${suffix}', 24)

@description('The account of the host and of Durable.')
var hostStorageName = take('${name}host${suffix}', 24)

@description('The account of the hub\'s tables and backups.')
var dataStorageName = take('${name}data${suffix}', 24)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: stem
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: stem
    location: location
    tags: tags
    identityName: identity.name
    dailyCapGb: dailyLogCapGb
  }
}

module hostStorage 'modules/storage.bicep' = {
  params: {
    name: hostStorageName
    location: location
    tags: tags
    identityName: identity.name
    containers: ['deployments']
    hubRoles: ['blobOwner', 'queueContributor', 'tableContributor']
  }
}

module dataStorage 'modules/storage.bicep' = {
  params: {
    name: dataStorageName
    location: location
    tags: tags
    identityName: identity.name
    containers: ['backups']
    daysKept: 35
    lock: lockData
    hubRoles: ['blobContributor', 'tableContributor']
    administratorPrincipalId: administratorPrincipalId
    administratorRoles: ['blobContributor', 'tableContributor']
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  params: {
    name: busName
    location: location
    tags: tags
    identityName: identity.name
    sku: serviceBusSku
    agencies: agencies
    suspendedAgencies: suspendedAgencies
    agencyAuth: agencyAuth
    agencyPrincipals: agencyPrincipals
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: tags
    identityName: identity.name
    lock: lockData
    administratorPrincipalId: administratorPrincipalId
  }
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: appName
    location: location
    tags: union(tags, { 'azd-service-name': 'hub' })
    identityName: identity.name
    hostStorageName: hostStorageName
    dataStorageName: dataStorageName
    serviceBusName: busName
    keyVaultName: vaultName
    insightsName: stem
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    tickSchedule: tickSchedule
    community: community
    publicUrl: empty(publicUrl) ? 'https://${appName}.azurewebsites.net/' : publicUrl
    mail: mail
    mailFrom: mailFrom
    mailPerMinute: mailPerMinute
    mailUnknown: mailUnknown
    mailBounces: mailBounces
    mailWebhook: mailWebhook
    operatorAuthority: operatorAuthority
    operatorAudience: operatorAudience
  }
  dependsOn: [hostStorage, dataStorage, serviceBus, keyVault, monitoring]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: stem
    location: location
    tags: tags
    mail: alertMail
    serviceBusName: busName
    insightsName: stem
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
  dependsOn: [serviceBus, monitoring]
}

@description('The function app: where the program is deployed to.')
output functionAppName string = appName

@description('Where the pages are, without a domain of your own.')
output hubUrl string = 'https://${functionApp.outputs.hostName}/'

@description('The namespace: agencies\' endpoint is sb://NAME.servicebus.windows.net/.')
output serviceBusName string = busName

@description('The vault that takes the keys and secrets.')
output keyVaultName string = vaultName

@description('The account of the hub\'s tables and backups.')
output dataStorageName string = dataStorageName
