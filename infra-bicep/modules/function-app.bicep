metadata description = 'The program: a function app on Flex Consumption that costs nothing while nothing runs.'

import { tagSet } from 'types.bicep'

@description('What its resources are called.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags tagSet

@description('The hub\'s identity.')
param identityName string

@description('The account of the host and of Durable.')
param hostStorageName string

@description('The account of the hub\'s tables and backups.')
param dataStorageName string

@description('The namespace.')
param serviceBusName string

@description('The vault.')
param keyVaultName string

@description('Application Insights.')
param insightsName string

@description('Memory of an instance.')
param instanceMemoryMB int

@description('The most instances at once.')
param maximumInstanceCount int

@description('How often the tick runs.')
param tickSchedule string

@description('The community\'s id.')
param community string

@description('Where people reach the pages.')
param publicUrl string

@description('Who takes the mail.')
param mail string

@description('The sender.')
param mailFrom string

@description('How many mails may leave within any minute.')
param mailPerMinute string

@description('What is done with a mail whose answer was lost.')
param mailUnknown string

@description('The mailbox to which mail comes back; empty: none.')
param mailBounces string

@description('Whether SendGrid\'s signed events are taken.')
param mailWebhook bool

@description('Who vouches for operators.')
param operatorAuthority string

@description('The hub\'s name there; empty: operators send no commands.')
param operatorAudience string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: dataStorageName
}

resource serviceBus 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  name: serviceBusName
}

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' existing = {
  name: keyVaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

@description('A setting whose value the platform fetches from the vault, in its newest version.')
func fromVault(vaultUri string, secretName string) string =>
  '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secretName}/)'

// Every setting is here: a deployment replaces them all, and one set by hand would be gone after it.

@description('The host\'s settings.')
var host = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  ServiceBusConnection__fullyQualifiedNamespace: '${serviceBus.name}.servicebus.windows.net'
  ServiceBusConnection__credential: 'managedidentity'
  ServiceBusConnection__clientId: identity.properties.clientId
  TickSchedule: tickSchedule
}

@description('The hub\'s own settings.')
var hub = {
  HubCommunity: community
  HubPublicUrl: publicUrl
  HubTables__serviceUri: dataStorage.properties.primaryEndpoints.table
  HubTables__clientId: identity.properties.clientId
  HubBackups__containerUri: '${dataStorage.properties.primaryEndpoints.blob}backups'
  HubBackups__clientId: identity.properties.clientId
  HubKeys__agencyMaster: fromVault(vault.properties.vaultUri, 'agency-master-key')
  HubKeys__links: fromVault(vault.properties.vaultUri, 'links-key')
}

@description('The mail\'s settings.')
var mailing = {
  HF_MAIL: mail
  HF_MAIL_SECRET: fromVault(vault.properties.vaultUri, 'mail-secret')
  HF_MAIL_FROM: mailFrom
  HF_MAIL_PER_MINUTE: mailPerMinute
  HF_MAIL_UNKNOWN: mailUnknown
}

@description('Where mail comes back to.')
var returns = empty(mailBounces)
  ? {}
  : {
      HF_MAIL_BOUNCES: mailBounces
      HF_MAIL_BOUNCES_SECRET: fromVault(vault.properties.vaultUri, 'mail-bounces-secret')
    }

@description('Who may send commands.')
var operators = empty(operatorAudience)
  ? {}
  : {
      HubOperators__authority: operatorAuthority
      HubOperators__audience: operatorAudience
    }

@description('SendGrid\'s events.')
var webhook = mailWebhook ? { HF_MAIL_WEBHOOK_KEY: fromVault(vault.properties.vaultUri, 'mail-webhook-key') } : {}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}deployments'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: []
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: map(items(union(host, hub, mailing, returns, webhook, operators)), setting => {
        name: setting.key
        value: setting.value
      })
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('The address, without a domain of your own.')
output hostName string = app.properties.defaultHostName
